// All the state of a run. Included by reactions/ and by the layers above alone: a model never sees it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "models/cloud/api_limits.hpp"
#include "models/cloud/api_server.hpp"
#include "models/delivery/pipelines.hpp"
#include "models/faults/life.hpp"
#include "models/faults/steps.hpp"
#include "models/faults/timeline.hpp"
#include "models/fleet.hpp"
#include "models/fwd.hpp"
#include "models/infrastructure/database.hpp"
#include "models/infrastructure/migrations.hpp"
#include "models/infrastructure/node.hpp"
#include "models/infrastructure/zone.hpp"
#include "models/kubernetes/control_plane.hpp"
#include "models/kubernetes/daemon_set.hpp"
#include "models/kubernetes/deployment.hpp"
#include "models/kubernetes/drain.hpp"
#include "models/kubernetes/endpoint_slices.hpp"
#include "models/kubernetes/kube_scheduler.hpp"
#include "models/kubernetes/kubelet.hpp"
#include "models/kubernetes/node_health.hpp"
#include "models/kubernetes/node_pressure.hpp"
#include "models/kubernetes/pod.hpp"
#include "models/kubernetes/volume.hpp"
#include "models/traffic/path.hpp"
#include "sim/run.hpp"

namespace paddock::models {

struct World {
  std::shared_ptr<const Fleet> fleet;  // what never changes in a run
  std::shared_ptr<const Timeline> timeline;

  Zones zones;
  Nodes nodes;
  Databases databases;
  Migrations migrations;

  ApiServer api_server;
  ControlPlanes control_planes;
  NodeHealth node_health;
  Pods pods;
  Volumes volumes;
  NodePressure pressure;
  EndpointSlices endpoint_slices;
  Kubelets kubelets;
  Deployments deployments;
  DaemonSets daemon_sets;
  KubeScheduler scheduler;
  Drains drains;

  Path path;

  ApiLimits apis;
  Pipelines pipelines;

  Steps steps;
  Life life;
};

using Run = sim::Run<World>;

/// A run of this fleet and timeline, about to begin: its first event stands the fleet up.
Run make_run(const std::shared_ptr<const Fleet>& fleet, const std::shared_ptr<const Timeline>& timeline,
             sim::LuckKey key);

/// What a fleet has lived through before time 0, up to the last moment of it; of no age: what stands at time 0. No
/// scenario has a part in it yet.
Run make_past(const std::shared_ptr<const Fleet>& fleet, Duration aged, sim::LuckKey key);
/// That past with a scenario's timeline ahead of it.
Run go_on(Run past, const std::shared_ptr<const Timeline>& timeline);

/// Whether a zone of the group is there to launch machines in.
bool can_launch(const World& w, GroupId group);
/// The group asks for one more machine, in the zone that has fewest of its. Posts NodeJoined. Requires: can_launch.
NodeId launch(World& w, Agenda& agenda, GroupId group);

/// The kubelet takes up a pod that it has been given, or tries again: it sees to the image, then to the containers.
void take_up(World& w, Agenda& agenda, PodId pod);

/// The same nodes in an order drawn by their luck, anew for each purpose and salt.
std::vector<NodeId> in_drawn_order(const World& w, const Agenda& agenda, std::vector<NodeId> nodes,
                                   std::string_view purpose, std::uint64_t salt = 0);

/// The nodes of a group that are not being drained yet, in an order drawn by their luck.
std::vector<NodeId> nodes_to_drain(const World& w, const Agenda& agenda, GroupId group);
/// Takes an order for its nodes, as by hand or as the group's supply does it. Requires: it names some.
void drain(World& w, Agenda& agenda, DrainOrder order);

/// Nodes of the same zone that may take what leaves this one.
std::vector<NodeId> shelters(const World& w, NodeId node);

}  // namespace paddock::models
