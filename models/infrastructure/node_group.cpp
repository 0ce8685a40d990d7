#include "models/infrastructure/node_group.hpp"

namespace paddock::models {

void describe_as_value(Visitor& v, ZoneSelection& s) {
  if (v.alternative(Shape::scalar, s.all, "all: every zone of the region")) {
    std::string text = "all";
    v.value(text);
    if (v.reading() && text != "all") v.problem("zones are `all` or a list of zone names like [a, b]");
    s.all = true;
  }
  if (v.alternative(Shape::sequence, !s.all, "zones by their short names")) {
    s.all = false;
    visit(v, s.zones);
  }
}

void describe(Visitor& v, ResourcesSpec& s) {
  v.field("cpu", s.cpu, "CPU, in cores or millicores (250m)");
  v.field("memory", s.memory, "memory, with a unit (200Mi)");
}

void describe(Visitor& v, DaemonsetSpec& s) {
  v.field("name", s.name, "name of the DaemonSet, or of several taken together", required());
  v.field("requests", s.requests, "what one pod of it requests on every node");
  v.field("max_unavailable", s.max_unavailable, "nodes that an update may leave without it, or a percentage of them",
          source("Kubernetes: 1"));
  if (v.reading() && s.max_unavailable.value <= 0)
    v.problem("`max_unavailable` is a number of nodes from 1, or a percentage");
  v.field("stop", s.stop, "in an update: from deleted to gone", at_least(0),
          assumed("1 s: agents end at once; the grace period is 30 s at most"));
  v.field("start", s.start, "in an update: from created to Ready, the pull among it",
          assumed("5 to 20 s: pull, start and one probe; nobody publishes a figure"));
  v.field("network", s.network, "no pod of the node can start while it is away: a CNI plugin");
}

void describe(Visitor& v, GroupSizeSpec& s) {
  v.field("now", s.now, "nodes at the start, spread evenly over the zones", required(), between(0, 100000));
  v.field("min", s.min, "fewest nodes the group may have", between(0, 100000));
  v.field("max", s.max, "most nodes the group may have", between(0, 100000),
          assumed("1000: what nobody wrote limits nobody"));
}

void describe(Visitor& v, AllocatableSpec& s) {
  v.field("cpu", s.cpu, "CPU that pods may request on a node", required());
  v.field("memory", s.memory, "memory that pods may request on a node", required());
  v.field("pods", s.pods, "pods a node takes", between(1, 1000), source("kubelet default maxPods"));
}

void describe(Visitor& v, KubeletSpec& s) {
  v.field("serialize_image_pulls", s.serialize_image_pulls, "a node pulls one image at a time",
          source("Kubernetes: serializeImagePulls true"));
  v.field("registry_pull_qps", s.registry_pull_qps, "pulls a second that a node may begin; 0: no limit",
          between(0, 1000), source("Kubernetes: registryPullQPS 5"));
  v.field("registry_burst", s.registry_burst, "pulls that may begin at once after a rest", between(1, 1000),
          source("Kubernetes: registryBurst 10"));
  v.field("pull_throughput", s.pull_throughput, "bytes of images a second that a node fetches and unpacks", positive(),
          assumed("50 MB/s: far below the network of the machines, since layers are unpacked on the way"));
}

void describe(Visitor& v, NodeGroupSpec& s) {
  v.field("supply", s.supply, "who adds and replaces the machines");
  v.field("type", s.type, "EC2 instance type, from the catalogue");
  v.field("allocatable", s.allocatable, "what a node offers to pods; by default computed from the type as EKS does");
  v.field("size", s.size, "how many nodes", required());
  v.field("zones", s.zones, "zones that the group spreads over");
  v.field("lost_zone", s.lost_zone, "what EC2 says of the group's instances when their zone is lost");
  v.field("daemonsets", s.daemonsets, "pods that run on every node and take their share of it");
  v.field("kubelet", s.kubelet, "how its nodes pull images");
  v.field("launch", s.launch, "from the call that adds a node until it is Ready",
          source("user reports: 30-40 s to register, 65 s median to Ready, tails of minutes"));
  v.field("boot", s.boot, "from power that returns until the kubelet renews its lease",
          assumed("30 to 90 s, as for a reboot; AWS publishes no figure"));
}

}  // namespace paddock::models
