// YAML through yaml-cpp's events: its DOM keeps the first of duplicate keys silently and knows no limits.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/language/parse.hpp"
#include "scenarios/language/tree_builder.hpp"

namespace paddock::scenarios {

namespace {

std::size_t depth_of(const Node& node) {
  std::size_t depth = 0;
  for (const Node& item : node.items) depth = std::max(depth, depth_of(item));
  for (const Entry& entry : node.entries) depth = std::max(depth, depth_of(entry.value));
  return depth + 1;
}

/// True if the quoted scalar that begins at text[at] has an end. yaml-cpp takes the end of the file for one.
bool is_closed(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"')
      ++i;
    else if (text[i] == quote && quote == '\'' && i + 1 < text.size() && text[i + 1] == quote)
      ++i;
    else if (text[i] == quote)
      return true;
  }
  return false;
}

class YamlEvents final : public YAML::EventHandler {
 public:
  YamlEvents(std::shared_ptr<const std::string> file, std::string_view text, Problems& problems,
             const ParseLimits& limits, bool several)
      : file_(std::move(file)), text_(text), builder_(problems, limits), limits_(limits), several_(several) {}

  Position at(const YAML::Mark& mark) const {
    if (mark.is_null()) return {file_, 1, 1};
    return {file_, static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
  }
  TreeBuilder& builder() { return builder_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    anchors_.clear();  // a document has its own, and they are numbered anew
    if (++documents_ > 1 && !several_)
      builder_.stop(at(mark), "a second document", "one document in a file", "is the indentation as it should be?");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.position = at(mark);
    finish(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node;
    node.kind = Node::Kind::scalar;
    node.position = at(mark);
    node.text = value;
    node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";  // "?" is plain, "!" is quoted or a block
    if (!node.quoted) refuse_tag(mark, tag);
    const auto offset = static_cast<std::size_t>(mark.pos);
    const bool in_quotes = offset < text_.size() && (text_[offset] == '"' || text_[offset] == '\'');
    if (tag == "!" && in_quotes && !is_closed(text_, offset))
      builder_.stop(at(mark), "not YAML: a quote that never closes", {});
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) builder_.stop(at(mark), "an alias to a value that contains it", "a finished value");
    const std::size_t size = size_of(found->second);
    spend(mark, size);
    if (open_anchors_.size() + depth_of(found->second) > limits_.depth)
      builder_.stop(at(mark), "nested deeper than " + std::to_string(limits_.depth) + " levels");
    builder_.add(found->second, size);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(Node::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(Node::Kind::mapping, mark, tag, anchor);
  }
  void OnMapEnd() override { end(); }

 private:
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?") return;
    builder_.stop(at(mark), "the tag " + in_quotes(tag), "no tags", "leave it out: the field says how it is read");
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_tag(mark, tag);
    builder_.begin(kind, at(mark));
    open_anchors_.push_back({anchor, mark});
  }

  void end() {
    const auto [anchor, mark] = open_anchors_.back();
    open_anchors_.pop_back();
    const Node& node = builder_.end();
    if (anchor != YAML::NullAnchor) keep(anchor, mark, node);
  }

  void finish(Node node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = node;
    builder_.add(std::move(node));
  }

  void keep(YAML::anchor_t anchor, const YAML::Mark& mark, const Node& node) {
    spend(mark, size_of(node));  // the copy costs as much as an alias would
    anchors_[anchor] = node;
  }

  void spend(const YAML::Mark& mark, std::size_t size) {
    spent_ += size;
    if (spent_ > limits_.alias_nodes)
      builder_.stop(at(mark), "aliases that expand to more than " + std::to_string(limits_.alias_nodes) + " values");
  }

  struct OpenAnchor {
    YAML::anchor_t anchor;
    YAML::Mark mark;
  };

  std::shared_ptr<const std::string> file_;
  std::string_view text_;
  TreeBuilder builder_;
  ParseLimits limits_;
  std::vector<OpenAnchor> open_anchors_;
  std::unordered_map<YAML::anchor_t, Node> anchors_;
  std::size_t spent_ = 0;
  bool several_;
  int documents_ = 0;
};

}  // namespace

namespace {

/// The documents, or those before the first problem.
std::vector<Node> read_documents(const std::shared_ptr<const std::string>& file, std::string_view text,
                                 Problems& problems, const ParseLimits& limits, bool several) {
  std::vector<Node> documents;
  std::istringstream in{std::string(text)};
  YamlEvents events(file, text, problems, limits, several);
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(events))
      if (auto root = events.builder().take()) documents.push_back(std::move(*root));
  } catch (const StopParsing&) {
  } catch (const YAML::Exception& e) {
    problems.add(events.at(e.mark), events.builder().path(), "not YAML: " + e.msg);
  }
  return documents;
}

}  // namespace

std::optional<Node> parse_yaml(const std::shared_ptr<const std::string>& file, std::string_view text,
                               Problems& problems, const ParseLimits& limits) {
  const std::size_t before = problems.size();
  std::vector<Node> documents = read_documents(file, text, problems, limits, false);
  if (problems.size() > before) return {};
  if (!documents.empty()) return std::move(documents.front());
  problems.add_file(*file, "the file is empty", "a mapping");
  return {};
}

std::vector<Node> parse_yaml_documents(const std::shared_ptr<const std::string>& file, std::string_view text,
                                       Problems& problems, const ParseLimits& limits) {
  const std::size_t before = problems.size();
  std::vector<Node> documents = read_documents(file, text, problems, limits, true);
  std::erase_if(documents, [](const Node& document) { return document.is_null(); });
  if (problems.size() > before) return {};
  if (documents.empty()) problems.add_file(*file, "the file is empty", "a mapping");
  return documents;
}

}  // namespace paddock::scenarios
