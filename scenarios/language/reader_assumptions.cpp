// What is said about a value: {value, source, confidence, range}, or `source`, `confidence`, `range` beside the fields
// of an object.
#include <algorithm>
#include <utility>

#include "scenarios/language/emit.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::scenarios {

namespace {

constexpr std::array<std::string_view, 3> words = {"source", "confidence", "range"};

std::string value_text(const Node& node) { return node.is_scalar() ? node.text : flow_text(node); }

}  // namespace

bool is_word_about_value(std::string_view key) { return std::find(words.begin(), words.end(), key) != words.end(); }

const Node* Reader::unwrap(Frame& frame) {
  const Node& whole = *frame.node;
  const Node* value = whole.find("value");
  const bool about = std::any_of(words.begin(), words.end(), [&](auto word) { return whole.find(word) != nullptr; });
  if (value == nullptr || !about) return &whole;
  const std::vector<std::string> known = {"value", "source", "confidence", "range"};
  for (const Entry& entry : whole.entries)
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      problems_.add(entry.key_position, frame.path, "unknown key " + in_quotes(entry.key), name_list(known),
                    did_you_mean(entry.key, known));
  if (value->is_null()) {
    wrong_kind(*value, path_join(frame.path, "value"), std::string(frame.field.meaning));
    return nullptr;
  }
  note(whole, frame.path, *value);
  frame.range = whole.find("range");
  return value;
}

void Reader::note_parts(const Frame& frame) {
  const auto own = [&](std::string_view key) {
    return std::find(frame.known.begin(), frame.known.end(), key) != frame.known.end();
  };
  // Words that the type has as fields of its own are fields.
  const bool about = std::any_of(words.begin(), words.end(),
                                 [&](auto word) { return frame.node->find(word) != nullptr && !own(word); });
  if (!about) return;
  Node words_only = *frame.node, value = *frame.node;
  std::erase_if(words_only.entries, [&](const Entry& e) { return own(e.key) || !is_word_about_value(e.key); });
  std::erase_if(value.entries, [&](const Entry& e) { return !own(e.key) && is_word_about_value(e.key); });
  note(words_only, frame.path, value);
}

std::optional<std::pair<std::string, std::string>> Reader::range_text(const Node& range, const std::string& path) {
  const bool two = range.items.size() == 2 && range.items[0].is_scalar() && range.items[1].is_scalar();
  if (two) return std::pair(range.items[0].text, range.items[1].text);
  wrong_kind(range, path_join(path, "range"), "[low, high]");
  return {};
}

void Reader::note(const Node& about, const std::string& path, const Node& value) {
  Assumption a;
  a.path = path;
  a.value = value_text(value);
  a.given = true;
  if (const Node* source = about.find("source")) {
    if (source->is_scalar())
      a.source = source->text;
    else
      wrong_kind(*source, path_join(path, "source"), "text: where the value comes from");
  }
  if (const Node* confidence = about.find("confidence")) a.confidence = confidence_of(*confidence, path);
  const Node* range = about.find("range");
  if (range != nullptr && !range->is_mapping()) a.range = range_text(*range, path);
  assumptions_.push_back(a);
  if (range == nullptr) return;
  std::vector<std::string> parts;
  for (const Entry& entry : value.entries) parts.push_back(entry.key);
  for (const Entry& entry : range->entries) {  // a range for each field of the object
    const Node* part = value.find(entry.key);
    if (part == nullptr) {
      problems_.add(entry.key_position, path_join(path, "range"), "a range for " + in_quotes(entry.key),
                    name_list(parts), did_you_mean(entry.key, parts));
      continue;
    }
    a.path = path_join(path, entry.key);
    a.value = value_text(*part);
    a.range = range_text(entry.value, a.path);
    assumptions_.push_back(a);
  }
}

std::optional<Confidence> Reader::confidence_of(const Node& node, const std::string& path) {
  constexpr auto all = names(Confidence{});
  const std::vector<std::string> known(all.begin(), all.end());
  const auto at = node.is_scalar() ? std::find(known.begin(), known.end(), node.text) : known.end();
  if (at != known.end()) return static_cast<Confidence>(at - known.begin());
  problems_.add(node.position, path_join(path, "confidence"), "found " + found_text(node), name_list(known),
                did_you_mean(node.text, known));
  return {};
}

}  // namespace paddock::scenarios
