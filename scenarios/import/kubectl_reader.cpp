#include "scenarios/import/kubectl_reader.hpp"

#include "scenarios/import/dump_builder.hpp"
#include "scenarios/import/object_stream.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::string_view how_to =
    "kubectl get nodes,pods,deployments,replicasets,statefulsets,daemonsets,pdb -A -o json";

}  // namespace

Dump read_kubectl(const std::vector<std::string>& files, Problems& problems) {
  DumpBuilder builder(problems);
  constexpr std::size_t enough = 200;  // problems: a dump that is wrong throughout need not be read to its end
  const ObjectSink sink = [&](const Node& object, std::string_view kind) {
    if (problems.size() < enough) builder.add(object, kind);
  };
  for (const std::string& file : files) {
    auto open = open_file(file, problems);
    if (!open) continue;
    builder.begin_file(open->source->name());
    read_objects(*open->source, allowed_object(), how_to, sink, problems);
  }
  Dump dump = builder.take();
  const bool nothing = dump.nodes.empty() && dump.pods.empty() && dump.workloads.empty();
  if (nothing && problems.empty())
    problems.add_file(files.empty() ? "(no file)" : files.front(), "no node, pod or Deployment in it",
                      std::string(how_to));
  problems.sort();
  return dump;
}

}  // namespace paddock::scenarios
