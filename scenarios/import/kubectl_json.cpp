#include "scenarios/import/kubectl_json.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace paddock::scenarios {

namespace {

using Json = nlohmann::json;

/// "parse error at line 1, column 5: syntax error ... - unexpected X; last read: 'SECRET'": the middle of it.
std::string plain_message(std::string text) {
  if (const auto prefix = text.find("] "); text.starts_with("[json.") && prefix != std::string::npos)
    text.erase(0, prefix + 2);
  if (const auto place = text.find(": "); text.starts_with("parse error at") && place != std::string::npos)
    text.erase(0, place + 2);
  for (const std::string_view tail : {"; last read:", " (last read:", "number overflow parsing"})
    if (const auto at = text.find(tail); at != std::string::npos) text.erase(at == 0 ? tail.size() : at);
  return text.starts_with("number overflow") ? "a number that is too large" : "malformed JSON: " + text;
}

/// The parser's events, handed to the filter.
class Events {
 public:
  Events(ByteSource& source, ObjectFilter& filter, Problems& problems)
      : source_(source), filter_(filter), problems_(problems) {}

  bool null() { return filter_.null(); }
  bool boolean(bool value) { return filter_.scalar(value ? "true" : "false", false); }
  bool number_integer(Json::number_integer_t value) { return filter_.scalar(std::to_string(value), false); }
  bool number_unsigned(Json::number_unsigned_t value) { return filter_.scalar(std::to_string(value), false); }
  bool number_float(Json::number_float_t, const std::string& text) { return filter_.scalar(text, false); }
  bool string(std::string& text) { return filter_.scalar(text, true); }
  bool binary(Json::binary_t&) { return false; }  // not in text
  bool start_object(std::size_t) { return filter_.begin(Node::Kind::mapping); }
  bool start_array(std::size_t) { return filter_.begin(Node::Kind::sequence); }
  bool key(std::string& name) { return filter_.key(name); }
  bool end_object() { return filter_.end(); }
  bool end_array() { return filter_.end(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    const std::string_view what = error.what();
    if (what.find("unexpected end of input") != what.npos || (source_.at_end() && what.find("missing") != what.npos))
      problems_.add(source_.position(), {}, "the file ends in the middle of a value, at byte " + at_byte(),
                    "the whole output of kubectl");
    else
      problems_.add(source_.position(), {}, plain_message(error.what()) + ", at byte " + at_byte());
    return false;
  }

 private:
  std::string at_byte() const { return std::to_string(source_.offset()); }

  ByteSource& source_;
  ObjectFilter& filter_;
  Problems& problems_;
};

bool skip_blanks(ByteSource& source) {
  constexpr std::string_view blanks = " \t\r\n";
  while (!source.at_end() && blanks.find(source.peek()) != std::string_view::npos) source.next();
  return !source.at_end();
}

}  // namespace

void read_kubectl_json(ByteSource& source, const Allowed& allowed, const ObjectSink& sink, Problems& problems) {
  while (skip_blanks(source)) {
    ObjectFilter filter([&source] { return source.position(); }, allowed, sink, problems);
    Events events(source, filter, problems);
    constexpr bool to_the_end = false;  // the next document may follow
    if (!Json::sax_parse(ByteIterator(source), ByteIterator(), &events, Json::input_format_t::json, to_the_end)) return;
  }
}

}  // namespace paddock::scenarios
