#include "scenarios/objects/wanted.hpp"

namespace paddock::scenarios {

namespace {

using namespace allow;  // NOLINT(google-build-using-namespace): this file is about little else

constexpr Allowed owner[] = {{"kind"}, {"name"}, {"controller"}};
constexpr Allowed metadata[] = {
    {"name"}, {"namespace"}, {"deletionTimestamp"}, pairs("labels"), list("ownerReferences", owner)};

constexpr Allowed resources[] = {pairs("requests"), pairs("limits")};
constexpr Allowed port[] = {{"hostPort"}, {"containerPort"}, {"hostIP"}, {"protocol"}};
constexpr Allowed container[] = {{"image"}, {"restartPolicy"}, fields("resources", resources), list("ports", port)};
constexpr Allowed claim[] = {{"claimName"}};
constexpr Allowed volume[] = {fields("persistentVolumeClaim", claim)};

// Of a pod, a controller, a budget, a node, a claim and a volume: no two mean different things by one name, but for
// `selector`, which services and ReplicationControllers write without matchLabels.
constexpr Allowed spec[] = {{"nodeName"},
                            {"schedulerName"},
                            {"priority"},
                            {"priorityClassName"},
                            {"preemptionPolicy"},
                            {"hostNetwork"},
                            pairs("nodeSelector"),
                            whole("affinity"),
                            whole("tolerations"),
                            whole("topologySpreadConstraints"),
                            list("containers", container),
                            list("initContainers", container),
                            fields("resources", resources),
                            pairs("overhead"),
                            list("volumes", volume),
                            whole("selector"),
                            {"unschedulable"},
                            whole("taints"),
                            {"volumeName"},
                            {"storageClassName"},
                            words("accessModes"),
                            whole("nodeAffinity")};

constexpr Allowed image[] = {words("names"), {"sizeBytes"}};
constexpr Allowed status[] = {{"phase"},
                              {"startTime"},
                              pairs("allocatable"),
                              pairs("capacity"),
                              list("images", image),
                              {"disruptionsAllowed"},
                              pairs("disruptedPods")};

constexpr Allowed object[] = {{"kind"},
                              fields("metadata", metadata),
                              fields("spec", spec),
                              fields("status", status),
                              // a StorageClass, a PriorityClass
                              {"volumeBindingMode"},
                              {"value"},
                              {"globalDefault"},
                              {"preemptionPolicy"}};

constexpr Allowed described[] = {kind_list("namespaces", "Namespace", object),
                                 kind_list("services", "Service", object),
                                 kind_list("replicationControllers", "ReplicationController", object),
                                 kind_list("replicaSets", "ReplicaSet", object),
                                 kind_list("statefulSets", "StatefulSet", object),
                                 kind_list("podDisruptionBudgets", "PodDisruptionBudget", object),
                                 kind_list("persistentVolumes", "PersistentVolume", object),
                                 kind_list("persistentVolumeClaims", "PersistentVolumeClaim", object),
                                 kind_list("storageClasses", "StorageClass", object),
                                 kind_list("priorityClasses", "PriorityClass", object)};

// An object, or what holds others: `fleet` is what a fleet file begins with, so that it can be told.
constexpr Allowed document[] = {object[0],
                                object[1],
                                object[2],
                                object[3],
                                object[4],
                                object[5],
                                object[6],
                                object[7],
                                {"fleet"},
                                kind_list("nodes", "Node", object),
                                kind_list("pods", "Pod", object),
                                fields("objects", described),
                                kind_list("schedulerConfiguration", "KubeSchedulerConfiguration")};
static_assert(sizeof object / sizeof object[0] == 8, "a new field of objects must be added to `document` too");

constexpr Allowed root = fields("", document);
constexpr Allowed everything = whole("");

}  // namespace

const Allowed& scheduling_objects() { return root; }
const Allowed& whole_objects() { return everything; }

}  // namespace paddock::scenarios
