// Pods: rows with a life of their own, from queued to gone, and the two lists they stand in: their tenant's, their
// node's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/fwd.hpp"
#include "models/kubernetes/back_off.hpp"
#include "sim/distributions.hpp"
#include "sim/table.hpp"

namespace paddock::models {

class Databases;

enum class PodPhase : std::uint8_t { pending, bound, running };

struct PodRow {
  TenantId tenant{};
  std::uint32_t version = 0;  // of the template
  std::uint32_t ordinal = 0;  // in a StatefulSet: part of its name
  std::uint64_t luck = 0;     // owner and the owner's count
  std::optional<NodeId> node;
  PodPhase phase = PodPhase::pending;
  bool taken_up = false;  // its kubelet has begun with it
  bool alive = false;     // its process runs
  bool answers = false;   // and has booted
  bool cut_off = false;   // and nobody reaches it
  bool ready = false;     // Kubernetes calls it Ready
  bool listed = false;    // requests are sent to it
  bool left_out = false;  // of the endpoints, Ready or not: traffic is shifted away from its zone
  bool leaving = false;   // its controller's call to delete it is on its way
  bool deleted = false;   // it has a deletionTimestamp
  bool held = false;      // bound, and its containers wait for its volume
  bool going = false;     // PodGone has been said
  Time created{};
  Time started{};              // its main container: the grid of its probes
  std::uint32_t restarts = 0;  // of that
  BackOff back_off;            // of that or, before it first runs, of the image
  std::optional<Time> bound_at, ready_at;
  Time available_from = Time::min();  // of a Ready pod: Ready for minReadySeconds by then
  std::uint32_t listings = 0;         // endpoint changes so far: numbers their draws
  std::optional<Because> because;     // why it exists, for what waits on it
  // Cancelled when the machine stops: the next step of its start, or the next change of Ready; the end of its process
  // that is known ahead; the moment at which a probe has failed often enough to kill it.
  std::optional<sim::EventId> next_event, exit_event, kill_event;
  // Cancelled with the pod: the scheduler sees it, its binding is seen, or the node controller calls it not Ready; the
  // end of min_ready; the change of its endpoint reaches the nodes; a call deletes it; its containers have ended.
  std::optional<sim::EventId> call_event, available_event, endpoint_event, deletion_event, stop_event;
  Time endpoint_at{}, deletion_at{};
  std::optional<PodId> next_of_tenant, next_on_node;
};

/// A length of time by the pod's luck; n numbers the draws of one purpose.
Duration drawn(const Agenda& agenda, const sim::Distribution& seconds, std::string_view purpose, const PodRow& row,
               std::uint64_t n = 0);

/// What requests of a tenant meet: pods in the endpoints, and how many of these answer.
struct EndpointCount {
  std::uint32_t listed = 0;
  std::uint32_t alive = 0;
  friend bool operator==(EndpointCount, EndpointCount) = default;
};

class Pods {
 public:
  Pods() = default;
  explicit Pods(const Fleet& fleet);

  const PodRow& operator[](PodId id) const { return rows_[id]; }
  bool contains(PodId id) const { return rows_.contains(id); }
  std::size_t size() const { return rows_.size(); }
  template <class Visit>
  void for_each(Visit&& visit) const {
    rows_.for_each(visit);
  }

  /// Creates a pending pod of the tenant, which the API server has at that moment and the scheduler sees then. Posts
  /// PodQueued.
  PodId create(Agenda& agenda, const Fleet& fleet, TenantId tenant, std::uint32_t version, Time when,
               std::optional<Because> because, std::uint32_t ordinal = 0);
  /// A pod that has been serving since before the run began.
  PodId create_serving(Agenda& agenda, const Fleet& fleet, TenantId tenant, NodeId node, std::uint32_t ordinal = 0);

  void queued(Agenda& agenda, PodId id);                       // for what waits on it
  void assign(PodId id, NodeId node) { join_node(id, node); }  // the scheduler has decided
  void binding_seen_at(Agenda& agenda, PodId id, Time when);   // and writes it. Posts PodBound
  void bind(Agenda& agenda, PodId id);
  void hold(PodId id, bool for_volume) { rows_[id].held = for_volume; }

  // The kubelet at work on the pod.
  void await_network(Agenda& agenda, PodId id, Time when);  // posts NetworkReady
  void network_there(PodId id) { rows_[id].next_event.reset(); }
  Duration pull_length(Agenda& agenda, const Fleet& fleet, GroupId group, PodId id) const;
  /// The kubelet waits for the image, which fails or is there at that moment. Posts PullFailed; or what follows: the
  /// containers are created, init containers and sidecars run. Posts PodStarted, or LockAsked where one migrates.
  void pull_fails(Agenda& agenda, PodId id, Time when);
  void start(Agenda& agenda, const Fleet& fleet, PodId id, Time image_there);
  void pull_again(Agenda& agenda, PodId id);  // after its back-off. Posts PullTried
  /// The migration is made. Of an init container: others follow. Posts PodStarted. At boot: the process answers soon.
  void migrated(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id);
  /// The main container runs; its process ends by itself after a while if `exits_after`. Posts PodBooted or PodReady.
  void started(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id,
               std::optional<Duration> exits_after);
  void booted(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id);  // posts PodReady
  void killed(Agenda& agenda, const Fleet& fleet, PodId id);  // by a probe: it ends in its time. Posts ContainerExited
  /// The process has ended and is run again after its back-off. Posts PodStarted.
  void exited(Agenda& agenda, const Fleet& fleet, PodId id);
  /// The database of tenants whose probes ask it goes away, or is back. Posts ReadinessFailed, LivenessFailed,
  /// PodReady.
  void database_changed(Agenda& agenda, const Fleet& fleet, const Databases& databases, DatabaseId database);

  void became_ready(Agenda& agenda, const Fleet& fleet, PodId id);
  void readiness_failed(Agenda& agenda, const Fleet& fleet, PodId id);
  void unreported(PodId id) { rows_[id].next_event.reset(); }  // Ready, which nobody hears: said on reconnection
  void became_unready(Agenda& agenda, const Fleet& fleet, PodId id);
  /// The node controller's call that says so waits for its turn until then. Posts PodMarkedNotReady.
  void mark_unready_at(Agenda& agenda, PodId id, Time when);
  void marked(PodId id) { rows_[id].call_event.reset(); }
  void available(PodId id) { rows_[id].available_event.reset(); }
  /// The nodes have heard of the change of its endpoint.
  void endpoint_heard(PodId id) { rows_[id].endpoint_event.reset(); }
  /// The endpoint is not as the pod is.
  bool to_be_listed(PodId id) const;
  bool to_be_unlisted(PodId id) const;
  void list(Agenda& agenda, PodId id);
  void unlist(Agenda& agenda, PodId id);
  /// Sets the deletionTimestamp. With its kubelet in touch the pod stops in its time; else it waits for somebody.
  void remove(Agenda& agenda, const Fleet& fleet, PodId id, bool in_touch);
  /// A call to delete it takes effect only then; the first of several counts, and one of a pod that is deleted already
  /// ends those that no kubelet will. Posts PodDeletionDue.
  void remove_at(Agenda& agenda, PodId id, Time when);
  void removal_due(PodId id) { rows_[id].deletion_event.reset(); }
  /// That call is its controller's: until then it is no pod of the controller's any more, and goes on as it was.
  void leave(Agenda& agenda, PodId id, Time when);
  /// Its containers have ended; or its machine stands still, and who starts it will see to the pod.
  void stopped(Agenda& agenda, PodId id);
  void left_behind(PodId id) { rows_[id].stop_event.reset(); }
  /// Nothing of it is left. Posts PodGone, once.
  void go(Agenda& agenda, PodId id);
  /// The object goes. Its endpoint stays until the nodes hear that it is gone. Posts DeadEndpointGone.
  void erase(Agenda& agenda, PodId id);
  /// They have, of one of the tenant's; its slice without those has been written.
  void dead_endpoint_heard(TenantId tenant) { ++tenants_[index_of(tenant)].dead_heard; }
  void drop_dead_endpoints(Agenda& agenda, TenantId tenant);

  /// The machine under these pods has stopped, or runs again with none of their processes: the kubelet begins anew.
  void machine_stopped(Agenda& agenda, NodeId node);
  void machine_running(Agenda& agenda, const Fleet& fleet, NodeId node);
  /// The network to the node goes, or comes back: its kubelet then does and reports what it could not.
  void node_cut_off(Agenda& agenda, NodeId node);
  void node_reconnected(Agenda& agenda, const Fleet& fleet, const Databases& databases, NodeId node,
                        bool machine_running);

  /// A zonal shift takes the endpoints of the node's pods away, or gives them back.
  void leave_out(Agenda& agenda, const Fleet& fleet, NodeId node, bool away);
  /// Nobody writes endpoints of the region before that moment.
  void controllers_away(RegionId region, Time until) { endpoints_from_[index_of(region)] = until; }

  // Walks: for (auto id = pods.first_of(tenant); id; id = pods[*id].next_of_tenant) ...
  std::optional<PodId> first_of(TenantId tenant) const { return tenants_[index_of(tenant)].first; }
  std::optional<PodId> first_on(NodeId node) const;
  std::uint32_t ready_of(TenantId tenant) const;
  EndpointCount endpoints_of(TenantId tenant) const;

 private:
  struct TenantPods {
    std::optional<PodId> first;
    std::uint32_t created = 0;         // numbers the pods: part of their luck
    std::uint32_t dead_endpoints = 0;  // of pods that are gone
    std::uint32_t dead_heard = 0;      // of these, those that the nodes have heard of
  };

  void report_ready(Agenda& agenda, PodId id);
  void stop(Agenda& agenda, const Fleet& fleet, PodId id);
  void set_process(Agenda& agenda, PodId id, bool alive, bool answers);
  void watch_boot(Agenda& agenda, const Fleet& fleet, PodId id, std::optional<Time> answers);
  void ask_database(Agenda& agenda, const Fleet& fleet, const Databases& databases, PodId id);
  template <class Change>
  void change_endpoint(Agenda& agenda, const Fleet& fleet, PodId id);
  void join_tenant(PodId id);
  void join_node(PodId id, NodeId node);
  void leave_lists(PodId id);

  sim::Table<PodRow, PodTag> rows_;
  std::vector<TenantPods> tenants_;
  std::vector<std::optional<PodId>> nodes_;  // first pod of each node
  std::vector<Time> endpoints_from_;         // by region: when its EndpointSlice controller acts
};

}  // namespace paddock::models
