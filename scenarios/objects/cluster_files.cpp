#include "scenarios/objects/cluster_files.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/import/object_stream.hpp"
#include "scenarios/objects/from_node.hpp"
#include "scenarios/objects/object_reader.hpp"
#include "scenarios/objects/wanted.hpp"

namespace paddock::scenarios {
namespace {

constexpr std::string_view how_to =
    "kubectl get nodes,pods,services,replicasets,statefulsets,rc,pdb,pv,pvc,ns,storageclasses,priorityclasses -A -o "
    "json "
    "(or yaml), or {nodes, pods, objects, schedulerConfiguration}";
constexpr std::size_t enough = 200;  // problems: a dump that is wrong throughout need not be read to its end

/// A count and what of: "1 pod", "12 pods".
std::string count(std::uint64_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

/// Takes the objects of the files one by one.
class Reading {
 public:
  explicit Reading(Problems& problems) : problems_(problems) {}

  void read(const std::string& file) {
    auto open = open_file(file, problems_);
    if (!open) return;
    file_ = file;
    const ObjectSink sink = [&](const Node& object, std::string_view kind) { take(object, kind); };
    read_objects(*open->source, scheduling_objects(), how_to, sink, problems_);
  }

  GivenCluster result() {
    GivenCluster given{.objects = builder_.take(), .notes = {}, .fleet = fleet_};
    const ClusterObjects& objects = given.objects;
    if (!objects.pending.empty())
      given.notes.push_back(count(objects.pending.size(), "pod") + " without a node left out: they wait");
    if (objects.finished > 0)
      given.notes.push_back(count(objects.finished, "finished pod") + " left out: they hold nothing");
    if (nameless_ > 0) given.notes.push_back(count(nameless_, "object") + " of unknown kind left out");
    return given;
  }

 private:
  void take(const Node& object, std::string_view kind) {
    if (problems_.size() >= enough) return;
    if (kind.empty() && object.find("fleet") != nullptr) {
      fleet_ = file_;
      return;
    }
    ObjectProblems found;
    const bool known = builder_.add(to_json(object), kind, found);
    add_located(found, object, called(object, kind), problems_);
    if (!known && kind.empty()) ++nameless_;
  }

  Problems& problems_;
  ClusterBuilder builder_;
  std::uint64_t nameless_ = 0;
  std::string file_;
  std::optional<std::string> fleet_;
};

}  // namespace

GivenCluster read_cluster_files(const std::vector<std::string>& files, Problems& problems) {
  Reading reading(problems);
  for (const std::string& file : files) reading.read(file);
  GivenCluster given = reading.result();
  if (given.objects.nodes.empty() && !given.fleet && problems.empty())
    problems.add_file(files.empty()          ? "(no file)"
                      : files.front() == "-" ? "standard input"
                                             : files.front(),
                      "no node in it: nothing can be scheduled", std::string(how_to));
  return given;
}

std::vector<Profile> read_configuration_file(const std::string& file, std::vector<std::string>& notes,
                                             Problems& problems) {
  constexpr std::string_view wanted = "a KubeSchedulerConfiguration of kubescheduler.config.k8s.io/v1";
  std::vector<Profile> profiles;
  bool any = false;
  auto open = open_file(file, problems);
  if (!open) return profiles;
  const ObjectSink sink = [&](const Node& object, std::string_view kind) {
    const nlohmann::json configuration = to_json(object);
    const auto& version = objects::member(configuration, "apiVersion");
    ObjectProblems found;
    if (kind != "KubeSchedulerConfiguration")
      return problems.add(object.position, "kind", kind.empty() ? "nothing" : in_quotes(kind), std::string(wanted));
    if (any) return problems.add(object.position, "", "a second configuration", "one");
    any = true;
    if (version != "kubescheduler.config.k8s.io/v1")
      found.add("apiVersion", objects::shown(version), std::string(wanted));
    profiles = read_profiles(configuration, found);
    if (!objects::member(configuration, "extenders").is_null())
      notes.emplace_back("extenders of the configuration are not asked");
    add_located(found, object, "", problems);
  };
  read_objects(*open->source, whole_objects(), wanted, sink, problems);
  return profiles;
}

}  // namespace paddock::scenarios
