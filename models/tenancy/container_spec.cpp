#include "models/tenancy/container_spec.hpp"

namespace paddock::models {
namespace {

void grid(Visitor& v, sim::Duration& delay, sim::Duration& period) {
  v.field("delay", delay, "from container start to the first probe", at_least(0), source("Kubernetes: 0 s"));
  v.field("period", period, "time between probes", positive(), source("Kubernetes: 10 s"));
}

void asks(Visitor& v, Asks& asks) {
  v.field("asks", asks, "what must answer for a probe to pass, beside the process",
          assumed("nothing: whether an endpoint asks the database is its author's choice"));
}

void blocks(Visitor& v, Blocks& blocks) {
  v.field("blocks", blocks, "what fails while it changes the schema",
          assumed("nothing: a migration that locks no table for long"));
}

}  // namespace

void describe(Visitor& v, ReadinessSpec& s) {
  grid(v, s.delay, s.period);
  v.field("successes", s.successes, "passes in a row until Ready", between(1, 1000), source("Kubernetes: 1"));
  v.field("timeout", s.timeout, "how long one probe may take", positive(), source("Kubernetes: 1 s"),
          not_modelled("a probe answers at once, or never"));
  v.field("failures", s.failures, "failures in a row until no longer Ready", between(1, 1000), source("Kubernetes: 3"));
  asks(v, s.asks);
}

void describe(Visitor& v, LivenessSpec& s) {
  grid(v, s.delay, s.period);
  v.field("failures", s.failures, "failures in a row until the container is killed", between(1, 1000),
          source("Kubernetes: 3"));
  asks(v, s.asks);
}

void describe(Visitor& v, StartupSpec& s) {
  grid(v, s.delay, s.period);
  v.field("failures", s.failures, "failures in a row until the container is killed", between(1, 100000),
          source("Kubernetes: 3"));
}

void describe(Visitor& v, ProbeSpec& s) {
  v.field("startup", s.startup, "until it passes no other probe asks; a container that never passes is killed");
  v.field("readiness", s.readiness, "when a pod counts as Ready");
  v.field("liveness", s.liveness, "when a container is killed and run again; by default never");
}

void describe(Visitor& v, InitSpec& s) {
  v.field("name", s.name, "name of the container", required());
  v.field("runs", s.runs, "how long it runs", required());
  v.field("locks", s.locks,
          "a lock that it waits for and holds: it changes the schema, once a version, and pods that share the lock "
          "take turns");
  blocks(v, s.blocks);
}

void describe(Visitor& v, SidecarSpec& s) {
  v.field("name", s.name, "name of the container", required());
  v.field("starts", s.starts, "from its start until it counts as started", required());
}

void describe(Visitor& v, MigrationSpec& s) {
  v.field("runs", s.runs, "how long the change of the schema takes", required());
  v.field("locks", s.locks, "the lock that it holds: of the tenant, or of all tenants on the same database",
          assumed("tenant: each has a database of its own on the server, where an advisory lock is its own"));
  blocks(v, s.blocks);
  if (v.reading() && s.locks == LockScope::nothing)
    v.problem("a migration at boot holds the lock of tenant or database");
}

void describe(Visitor& v, ImageSpec& s) {
  v.field("size", s.size, "bytes that a pull brings, compressed; with the node's throughput it replaces `pull`",
          required(), positive());
}

void describe(Visitor& v, StartSpec& s) {
  v.field("image", s.image, "the image, where its size is known");
  v.field("pull", s.pull, "time to pull the image on a node that has not got this version",
          assumed("2 s: a small image from a registry in the region"));
  v.field("containers", s.containers, "time to create sandbox, network and containers",
          assumed("3 s: with the pull it makes the 5 s that delivery times were calibrated with"));
  v.field("init", s.init, "init containers, which run one after the other before the others");
  v.field("sidecars", s.sidecars, "sidecars, which start one after the other before the main container");
  v.field("boot", s.boot, "from container start until the process answers",
          assumed("0 s: the delay of the readiness probe hides it"));
  v.field("migration", s.migration, "a change of the schema that the process makes when it boots, once a version");
}

}  // namespace paddock::models
