#include "scenarios/import/allow_list.hpp"

namespace paddock::scenarios {

namespace {

using namespace allow;  // NOLINT(google-build-using-namespace): this file is about little else

constexpr Allowed owner[] = {{"kind"}, {"name"}};
constexpr Allowed metadata[] = {{"name"},
                                {"namespace"},
                                {"creationTimestamp"},
                                {"deletionTimestamp"},
                                pairs("labels"),
                                list("ownerReferences", owner)};

constexpr Allowed resources[] = {pairs("requests"), pairs("limits")};
constexpr Allowed probe[] = {{"initialDelaySeconds"}, {"periodSeconds"}, {"successThreshold"}, {"timeoutSeconds"}};
// The command is looked at for `sleep N` and dropped.
constexpr Allowed sleep[] = {{"seconds"}};
constexpr Allowed exec[] = {words("command")};
constexpr Allowed pre_stop[] = {fields("sleep", sleep), fields("exec", exec), mark("httpGet")};
constexpr Allowed lifecycle[] = {fields("preStop", pre_stop)};
constexpr Allowed container[] = {{"name"},
                                 {"restartPolicy"},
                                 fields("resources", resources),
                                 fields("readinessProbe", probe),
                                 mark("startupProbe"),
                                 fields("lifecycle", lifecycle)};
constexpr Allowed spread[] = {{"maxSkew"}, {"topologyKey"}, {"whenUnsatisfiable"}};
constexpr Allowed toleration[] = {{"key"}, {"operator"}, {"value"}, {"effect"}, {"tolerationSeconds"}};
constexpr Allowed pod_spec[] = {{"nodeName"},
                                {"terminationGracePeriodSeconds"},
                                list("containers", container),
                                list("initContainers", container),
                                fields("resources", resources),
                                pairs("overhead"),
                                list("topologySpreadConstraints", spread),
                                mark("affinity"),
                                list("tolerations", toleration),
                                mark("nodeSelector")};

constexpr Allowed template_metadata[] = {pairs("labels")};
constexpr Allowed pod_template[] = {fields("metadata", template_metadata), fields("spec", pod_spec)};
constexpr Allowed rolling_update[] = {{"maxSurge"}, {"maxUnavailable"}};
constexpr Allowed strategy[] = {{"type"}, fields("rollingUpdate", rolling_update)};
constexpr Allowed expression[] = {{"key"}, {"operator"}, words("values")};
constexpr Allowed selector[] = {pairs("matchLabels"), list("matchExpressions", expression)};
constexpr Allowed taint[] = {{"key"}, {"effect"}};

constexpr Allowed spec[] = {
    // a pod
    pod_spec[0],
    pod_spec[1],
    pod_spec[2],
    pod_spec[3],
    pod_spec[4],
    pod_spec[5],
    pod_spec[6],
    pod_spec[7],
    pod_spec[8],
    pod_spec[9],
    // a Deployment and its like
    {"replicas"},
    {"minReadySeconds"},
    {"serviceName"},
    fields("strategy", strategy),
    {"podManagementPolicy"},
    fields("template", pod_template),
    // a PodDisruptionBudget
    fields("selector", selector),
    {"minAvailable"},
    {"unhealthyPodEvictionPolicy"},
    {"maxUnavailable"},
    // a Node
    {"providerID"},
    {"unschedulable"},
    list("taints", taint)};
static_assert(sizeof pod_spec / sizeof pod_spec[0] == 10, "a new field of pods must be added to `spec` too");

// Messages are those of the scheduler: the reader counts the kinds of reasons in them and drops the words.
constexpr Allowed condition[] = {
    {"type"}, {"status"}, {"reason"}, {"message"}, {"lastTransitionTime"}, {"lastHeartbeatTime"}};
constexpr Allowed waiting[] = {{"reason"}};
constexpr Allowed state[] = {fields("waiting", waiting)};
constexpr Allowed container_status[] = {{"restartCount"}, fields("state", state)};
constexpr Allowed node_info[] = {{"kubeletVersion"}};
constexpr Allowed status[] = {
    {"phase"},         list("conditions", condition), list("containerStatuses", container_status), pairs("allocatable"),
    pairs("capacity"), fields("nodeInfo", node_info)};

constexpr Allowed object[] = {{"kind"}, fields("metadata", metadata), fields("spec", spec), fields("status", status)};
constexpr Allowed root = fields("", object);

}  // namespace

const Allowed* Allowed::find(std::string_view name) const {
  for (std::size_t i = 0; i < count; ++i)
    if (fields[i].key == name) return &fields[i];
  return nullptr;
}

const Allowed& allowed_object() { return root; }

}  // namespace paddock::scenarios
