#include "scenarios/import/kubectl_reader.hpp"

#include "scenarios/import/byte_source.hpp"
#include "scenarios/import/dump_builder.hpp"
#include "scenarios/import/kubectl_json.hpp"
#include "scenarios/language/parse.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::string_view how_to =
    "kubectl get nodes,pods,deployments,replicasets,statefulsets,daemonsets,pdb -A -o json";
// yaml-cpp takes about 50 times the size of the text; larger dumps are to be JSON.
constexpr std::size_t most_yaml = std::size_t{2} << 20U;

void read_yaml(ByteSource& source, const ObjectSink& sink, Problems& problems) {
  const std::string name = source.name();
  const auto text = source.rest(most_yaml);
  if (!text)
    return problems.add_file(name, "a YAML dump larger than 2 MiB", "JSON, which is streamed: kubectl get ... -o json");
  const auto tree = parse_text(name, *text, problems, Syntax::yaml);
  if (tree) filter_tree(*tree, sink, problems);
}

void read_source(ByteSource& source, const ObjectSink& sink, Problems& problems) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";  // in front of UTF-8 by some editors and shells
  constexpr std::string_view blanks = " \t\r\n";
  const auto skip = [&](std::string_view bytes) {
    while (!source.at_end() && bytes.find(source.peek()) != std::string_view::npos) source.next();
  };
  skip(mark);
  skip(blanks);
  if (source.at_end()) return problems.add_file(source.name(), "is empty", std::string(how_to));
  const char first = source.peek();
  if (first == '\x1F') return problems.add_file(source.name(), "is compressed", "plain JSON: unpack it first");
  if (first == '{' || first == '[')
    read_kubectl_json(source, sink, problems);
  else
    read_yaml(source, sink, problems);
  if (source.failed()) problems.add_file(source.name(), "cannot be read to its end");
}

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
    read_source(*open->source, sink, problems);
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
