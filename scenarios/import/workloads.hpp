// Whose pods are whose: Deployments and what else runs replicas, each with its pods.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/import/dump.hpp"

namespace paddock::scenarios {

/// Something that runs equal pods. Its pods belong to the dump, which outlives it.
struct Workload {
  KubeWorkload what;
  std::string kind;                  // "Deployment", as the dump calls it
  bool declared = true;              // its object is in the dump; else all is known from its pods
  bool guessed_name = false;         // its ReplicaSet is not in the dump
  std::vector<const KubePod*> pods;  // that live, those of `Waiting` excepted
};

/// Pods that wait for what no model knows: a GPU, an affinity, an image that is not there. In a fleet they would run.
struct Waiting {
  std::string workload;              // "namespace/name"
  std::int64_t pods = 0, of = 0;     // of the workload's
  std::vector<std::string> reasons;  // each once
};

struct Workloads {
  std::vector<Workload> all;  // by namespace, name and kind
  std::int64_t finished = 0;  // pods that have ended
  std::int64_t jobs = 0;      // pods of Jobs
  std::int64_t asleep = 0;    // workloads of no replicas
  std::vector<Waiting> waiting;
};

Workloads workloads_of(const Dump& dump);

}  // namespace paddock::scenarios
