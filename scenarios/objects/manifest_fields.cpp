#include "scenarios/objects/manifest_fields.hpp"

#include "scenarios/objects/object_reader.hpp"

namespace paddock::scenarios {
namespace {

using namespace objects;  // NOLINT(google-build-using-namespace): the readers beside this file
using Names = std::vector<std::string>;

// Fields: core/v1, staging/src/k8s.io/api/core/v1/types.go, v1.34.
const Names& pod_fields() {
  static const Names names{"apiVersion", "kind", "metadata", "spec", "status"};
  return names;
}

const Names& spec_fields() {
  static const Names names{"containers",
                           "initContainers",
                           "nodeSelector",
                           "affinity",
                           "tolerations",
                           "priority",
                           "priorityClassName",
                           "topologySpreadConstraints",
                           "schedulerName",
                           "preemptionPolicy",
                           "nodeName",
                           "overhead",
                           "resources",
                           "volumes",
                           "schedulingGates",
                           "hostNetwork",
                           "runtimeClassName",
                           "resourceClaims",
                           "os",
                           "ephemeralContainers",
                           "restartPolicy",
                           "dnsPolicy",
                           "serviceAccount",
                           "terminationGracePeriodSeconds",
                           "serviceAccountName",
                           "securityContext",
                           "imagePullSecrets",
                           "activeDeadlineSeconds",
                           "hostPID",
                           "hostIPC",
                           "hostUsers",
                           "automountServiceAccountToken",
                           "hostname",
                           "subdomain",
                           "hostAliases",
                           "shareProcessNamespace",
                           "dnsConfig",
                           "setHostnameAsFQDN",
                           "readinessGates",
                           "enableServiceLinks",
                           "hostnameOverride"};
  return names;
}

const Names& container_fields() {
  static const Names names{"name",         "image",           "resources",
                           "ports",        "command",         "args",
                           "env",          "envFrom",         "workingDir",
                           "resizePolicy", "restartPolicy",   "restartPolicyRules",
                           "volumeMounts", "volumeDevices",   "livenessProbe",
                           "lifecycle",    "readinessProbe",  "startupProbe",
                           "stdin",        "imagePullPolicy", "terminationMessagePath",
                           "stdinOnce",    "securityContext", "terminationMessagePolicy",
                           "tty"};
  return names;
}

class Checker {
 public:
  explicit Checker(ObjectProblems& problems) : problems_(problems) {}

  void spec(const json& spec, const std::string& where) {
    only(spec, where, problems_, spec_fields());
    for (const char* list : {"containers", "initContainers"}) each(spec, list, where, &Checker::container);
    each(spec, "tolerations", where, &Checker::toleration);
    each(spec, "topologySpreadConstraints", where, &Checker::spread);
    affinity(member(spec, "affinity"), path_join(where, "affinity"));
  }

 private:
  using Check = void (Checker::*)(const json&, const std::string&);

  void each(const json& holder, const char* key, const std::string& where, Check check) {
    ObjectProblems said_by_the_reader;  // what is no list, or no list of objects
    for_each(holder, key, where, said_by_the_reader,
             [&](const json& element, const std::string& at) { (this->*check)(element, at); });
  }

  void container(const json& c, const std::string& at) {
    only(c, at, problems_, container_fields());
    only(member(c, "resources"), path_join(at, "resources"), problems_, Names{"requests", "limits", "claims"});
  }
  void toleration(const json& t, const std::string& at) {
    only(t, at, problems_, Names{"key", "operator", "value", "effect", "tolerationSeconds"});
  }
  void selector(const json& holder, const char* key, const std::string& at) {
    const std::string path = path_join(at, key);
    only(member(holder, key), path, problems_, Names{"matchLabels", "matchExpressions"});
    each(member(holder, key), "matchExpressions", path, &Checker::expression);
  }
  void expression(const json& e, const std::string& at) { only(e, at, problems_, Names{"key", "operator", "values"}); }
  void spread(const json& c, const std::string& at) {
    only(c, at, problems_,
         Names{"maxSkew", "topologyKey", "whenUnsatisfiable", "labelSelector", "minDomains", "nodeAffinityPolicy",
               "nodeTaintsPolicy", "matchLabelKeys"});
    topology_key(c, at);
    selector(c, "labelSelector", at);
  }
  void term(const json& t, const std::string& at) {
    only(t, at, problems_,
         Names{"labelSelector", "topologyKey", "namespaces", "namespaceSelector", "matchLabelKeys",
               "mismatchLabelKeys"});
    topology_key(t, at);
    selector(t, "labelSelector", at);
    selector(t, "namespaceSelector", at);
  }
  void topology_key(const json& t, const std::string& at) {
    if (const json& key = member(t, "topologyKey"); key.is_null() || key == "")
      problems_.add(path_join(at, "topologyKey"), "nothing", "a label of nodes: it is required");
  }
  void weighted_term(const json& t, const std::string& at) {
    only(t, at, problems_, Names{"weight", "podAffinityTerm"});
    term(member(t, "podAffinityTerm"), path_join(at, "podAffinityTerm"));
  }
  void node_term(const json& t, const std::string& at) {
    only(t, at, problems_, Names{"matchExpressions", "matchFields"});
    each(t, "matchExpressions", at, &Checker::expression);
  }
  void weighted_node_term(const json& t, const std::string& at) {
    only(t, at, problems_, Names{"weight", "preference"});
    node_term(member(t, "preference"), path_join(at, "preference"));
  }

  void affinity(const json& a, const std::string& where) {
    constexpr const char* required = "requiredDuringSchedulingIgnoredDuringExecution";
    constexpr const char* preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    const Names both{required, preferred};
    only(a, where, problems_, Names{"nodeAffinity", "podAffinity", "podAntiAffinity"});
    const json& nodes = member(a, "nodeAffinity");
    const std::string nodes_at = path_join(where, "nodeAffinity");
    only(nodes, nodes_at, problems_, both);
    only(member(nodes, required), path_join(nodes_at, required), problems_, Names{"nodeSelectorTerms"});
    each(member(nodes, required), "nodeSelectorTerms", path_join(nodes_at, required), &Checker::node_term);
    each(nodes, preferred, nodes_at, &Checker::weighted_node_term);
    for (const char* key : {"podAffinity", "podAntiAffinity"}) {
      const json& pods = member(a, key);
      only(pods, path_join(where, key), problems_, both);
      each(pods, required, path_join(where, key), &Checker::term);
      each(pods, preferred, path_join(where, key), &Checker::weighted_term);
    }
  }

  ObjectProblems& problems_;
};

}  // namespace

void check_pod_fields(const json& pod, const std::string& where, ObjectProblems& problems) {
  only(pod, where, problems, pod_fields());
  Checker(problems).spec(member(pod, "spec"), path_join(where, "spec"));
}

}  // namespace paddock::scenarios
