#include "scenarios/import/object_stream.hpp"

#include "scenarios/import/kubectl_json.hpp"
#include "scenarios/language/parse.hpp"

namespace paddock::scenarios {

namespace {

// yaml-cpp takes about 50 times the size of the text; larger dumps are to be JSON.
constexpr std::size_t most_yaml = std::size_t{8} << 20U;  // assumed: 400 MB are to be had

void read_yaml(ByteSource& source, const Allowed& allowed, const ObjectSink& sink, Problems& problems) {
  const std::string name = source.name();
  const auto text = source.rest(most_yaml);
  if (!text)
    return problems.add_file(name, "a YAML dump larger than 8 MiB", "JSON, which is streamed: kubectl get ... -o json");
  for (const Node& document : parse_documents(name, *text, problems)) filter_tree(document, allowed, sink, problems);
}

/// `{a: 1}` and `[a, b]` are YAML: in JSON a bare word is true, false or null, and no key.
bool bare_word_follows(std::string_view ahead, std::string_view blanks) {
  const std::size_t at = ahead.find_first_not_of(blanks, 1);
  const char next = at == std::string_view::npos ? '"' : ahead[at];
  return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '\'';
}

}  // namespace

void read_objects(ByteSource& source, const Allowed& allowed, std::string_view expected, const ObjectSink& sink,
                  Problems& problems) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";  // in front of UTF-8 by some editors and shells
  constexpr std::string_view blanks = " \t\r\n";
  const auto skip = [&](std::string_view bytes) {
    while (!source.at_end() && bytes.find(source.peek()) != std::string_view::npos) source.next();
  };
  skip(mark);
  skip(blanks);
  if (source.at_end()) return problems.add_file(source.name(), "is empty", std::string(expected));
  const char first = source.peek();
  if (first == '\x1F') return problems.add_file(source.name(), "is compressed", "plain JSON: unpack it first");
  if ((first == '{' || first == '[') && !bare_word_follows(source.ahead(), blanks))
    read_kubectl_json(source, allowed, sink, problems);
  else
    read_yaml(source, allowed, sink, problems);
  if (source.failed()) problems.add_file(source.name(), "cannot be read to its end");
}

}  // namespace paddock::scenarios
