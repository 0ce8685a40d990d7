#include "models/cloud/api_server_spec.hpp"

namespace paddock::models {

void describe(Visitor& v, ClientRate& s) {
  v.field("qps", s.per_s, "calls a second that the client allows itself", between(1, 1'000'000));
  v.field("burst", s.burst, "calls that go out at once after a rest", between(1, 1'000'000));
}

void describe(Visitor& v, ApiServerSpec& s) {
  v.field("max_inflight", s.max_inflight, "max-requests-inflight of the API server", between(1, 100'000),
          source("kubernetes apiserver: 400; EKS sizes its own and does not say how"));
  v.field("max_mutating_inflight", s.max_mutating_inflight, "max-mutating-requests-inflight; seats are the sum of both",
          between(1, 100'000), source("kubernetes apiserver: 200"));
  v.field("request", s.request, "how long a request holds its seat", positive(),
          assumed("10 ms: a commit of etcd on local disks and the webhooks of a quiet cluster; the SLO is 1 s"));
  v.field("controllers", s.controllers, "what each controller of kube-controller-manager allows itself",
          source("kube-api-qps 20, kube-api-burst 30: each controller has a client of its own"));
  v.field("scheduler", s.scheduler, "what kube-scheduler allows itself", source("component-base: 50, burst 100"));
}

}  // namespace paddock::models
