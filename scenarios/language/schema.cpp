#include "scenarios/language/schema.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "scenarios/language/bounds.hpp"
#include "scenarios/language/distribution_form.hpp"
#include "scenarios/language/reader.hpp"
#include "scenarios/language/scalars.hpp"
#include "scenarios/language/writer.hpp"
#include "sim/check.hpp"

namespace paddock::scenarios {

using Json = nlohmann::ordered_json;
using models::Field;
using models::NumberUnit;

namespace {

constexpr std::string_view time_pattern = "^-?([0-9]*\\.?[0-9]+(d|h|m|s|ms|us|ns))+$|^[0-9]+(\\.[0-9]+)?e-?[0-9]+s$";
constexpr std::string_view cpu_pattern = "^[0-9]*\\.?[0-9]+m?$";
constexpr std::string_view memory_pattern = "^[0-9]*\\.?[0-9]+(Ei|Pi|Ti|Gi|Mi|Ki|E|P|T|G|M|k|B)$";
constexpr std::string_view money_pattern = "^-?\\$[0-9]+(\\.[0-9]+)?$";
constexpr std::string_view rate_pattern = "^[0-9]*\\.?[0-9]+(e-?[0-9]+)?/(s|m|h|d)$";
constexpr std::string_view percentage_pattern = "^-?[0-9]*\\.?[0-9]+(e-?[0-9]+)?%$";

Json pattern(std::string_view text) { return {{"type", "string"}, {"pattern", text}}; }
Json reference(const std::string& name) { return {{"$ref", "#/definitions/" + name}}; }

void add_bounds(Json& schema, const models::Bounds& bounds) {
  if (bounds.min) schema[bounds.above ? "exclusiveMinimum" : "minimum"] = *bounds.min;
  if (bounds.max) schema["maximum"] = *bounds.max;
}

/// The words about a value, as properties beside others.
void add_words(Json& properties) {
  const auto add = [&](const char* word, Json schema) {
    if (!properties.contains(word)) properties[word] = std::move(schema);
  };
  Json levels = Json::array();
  for (const auto name : names(Confidence{})) levels.push_back(name);
  add("source", {{"description", "where the value comes from"}, {"type", "string"}});
  add("confidence", {{"description", "how sure that is"}, {"enum", std::move(levels)}});
  add("range", {{"description", "[low, high], or such a pair for each field"}, {"type", {"array", "object"}}});
}

}  // namespace

/// Builds one schema a frame; what stands more than once becomes a definition.
class SchemaVisitor final : public models::Visitor {
 public:
  SchemaVisitor() { frames_.emplace_back(); }

  Json take(std::string_view title) const {
    sim::check(frames_.size() == 1, "a schema is taken when the visit is over");
    // A file that is laid over another may leave out what that one has, and delete by null: only the base is checked.
    Json full = whole(frames_.front());
    const Json extends = {{"description", "a file that this one is laid over"}, {"type", "string"}};
    Json laid_over = {{"type", "object"}, {"properties", {{"extends", extends}}}};
    Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
    out["if"] = {{"required", {"extends"}}};
    out["then"] = std::move(laid_over);
    out["else"] = std::move(full);
    out["definitions"] = definitions_;
    return out;
  }

  bool alternative(models::Shape, bool chosen, std::string_view) override {
    top().chosen = chosen;
    return true;
  }
  void problem(std::string_view) override {}
  bool reading() const override { return false; }

  bool enter(const Field& field) override { return push(field, std::string(field.name), Place::field); }
  bool element(std::size_t) override { return push(Field(top().field), top().name, Place::element); }
  bool entry(const std::string&) override { return push(Field(top().field), top().name, Place::entry); }
  void leave() override;

  void value(std::string& text) override { option({{"type", {"string", "number", "boolean"}}}, "text", text); }
  void value(bool& truth) override { option({{"type", "boolean"}}, "boolean", truth); }
  void value(std::int64_t& number) override {
    Json schema = {{"type", "integer"}};
    add_bounds(schema, top().field.bounds);
    option(std::move(schema), "integer", number);
  }
  void value(double& number) override;
  void value(sim::Duration& d) override { option(pattern(time_pattern), "duration", write_duration(d)); }
  void value(sim::MilliCores& cpu) override {
    option({{"anyOf", {{{"type", "number"}, {"minimum", 0}}, pattern(cpu_pattern)}}}, "cpu", write_cpu(cpu));
  }
  void value(sim::Bytes& memory) override { option(pattern(memory_pattern), "memory", write_memory(memory)); }
  void value(sim::Money& money) override { option(pattern(money_pattern), "money", write_money(money)); }
  void value(sim::Distribution& d) override { distribution(d, top().field.unit); }
  void value(models::DurationDistribution& d) override { distribution(d.seconds, NumberUnit::seconds); }
  void choice(std::span<const std::string_view> names, std::size_t& index) override {
    option({{"enum", std::vector<std::string>(names.begin(), names.end())}}, top().name, names[index]);
  }

  std::size_t list(std::size_t) override { return 1; }  // one element stands for all
  std::vector<std::string> keys(const std::vector<std::string>&) override { return {"NAME"}; }
  bool present(bool has_value) override {
    top().options.push_back({{"const", "none"}});
    if (!has_value) top().standing = "none";
    return true;
  }
  void begin_object() override {
    if (top().objects++ == 0) top().object = Json{{"type", "object"}, {"properties", Json::object()}};
  }
  void end_object() override;

 private:
  enum class Place : std::uint8_t { root, field, element, entry };
  struct Frame {
    Field field{};
    std::string name = "document";
    Place place = Place::root;
    std::vector<Json> options;     // what may stand here
    std::optional<Json> standing;  // the default, if it is a single value
    Json object;                   // the object that is being described
    int objects = 0;               // begin_object without its end
    bool chosen = true;            // the alternative being described is the one of the default
  };

  Frame& top() { return frames_.back(); }

  bool push(Field field, std::string name, Place place) {
    constexpr std::size_t deepest = 60;
    sim::check(frames_.size() < deepest, "a description without an end");
    Frame frame;
    frame.field = field;
    frame.name = std::move(name);
    frame.place = place;
    frames_.push_back(std::move(frame));
    return true;
  }

  void option(Json schema, const std::string& name, std::optional<Json> standing = {}) {
    top().options.push_back(reference(define(std::move(schema), name)));
    if (standing && top().chosen && !top().standing) top().standing = std::move(standing);
  }

  /// The name under which `schema` is defined: `name`, or with a number where that means something else.
  std::string define(Json schema, const std::string& name) {
    for (int n = 1;; ++n) {
      std::string numbered = n == 1 ? name : name + std::to_string(n);
      const auto at = definitions_.find(numbered);
      if (at != definitions_.end() && *at != schema) continue;
      if (at == definitions_.end()) definitions_[numbered] = std::move(schema);
      return numbered;
    }
  }

  /// The definition that says what may stand in `frame`: a new one only where there is more than one way to write it.
  std::string definition_of(const Frame& frame) {
    constexpr std::string_view prefix = "#/definitions/";
    Json schema = whole(frame);
    if (schema.size() == 1 && schema.contains("$ref")) return schema["$ref"].get<std::string>().substr(prefix.size());
    return define(std::move(schema), frame.name + "_value");
  }

  static Json whole(const Frame& frame) {
    if (frame.options.size() == 1) return frame.options[0];
    return frame.options.empty() ? Json::object() : Json{{"anyOf", frame.options}};
  }

  /// What `key` names has the required fields; this value need not have them again.
  static void may_lack_fields(Json& object, const char* key) {
    if (!object.contains("required")) return;
    object["anyOf"] = {{{"required", object["required"]}}, {{"required", {key}}}};
    object.erase("required");
  }

  void distribution(const sim::Distribution& d, NumberUnit unit) {
    const bool nested = top().standing.has_value();
    top().field.unit = unit;
    DistributionDraft draft = draft_of(d);
    describe_distribution(*this, draft, unit, top().field.bounds);
    NodeWriter writer;
    sim::Distribution copy = d;
    models::DurationDistribution time{d};
    unit == NumberUnit::seconds ? writer.value(time) : writer.value(copy);
    if (!nested) top().standing = Json::parse(json_text(writer.full()));
  }

  std::string describe_field(const Frame& frame) const;
  void attach(Frame& parent, const Frame& frame, Json schema);

  std::vector<Frame> frames_;
  Json definitions_ = Json::object();
};

void SchemaVisitor::value(double& number) {
  const Field& field = top().field;
  const std::string text = number_form(field.unit).write(number);
  switch (field.unit) {
    case NumberUnit::ratio:
      return option(pattern(percentage_pattern), "percentage", text);
    case NumberUnit::per_second:
      return option(pattern(rate_pattern), "rate", text);
    case NumberUnit::seconds:
      return option(pattern(time_pattern), "duration", text);
    case NumberUnit::none:
      break;
  }
  Json schema = {{"type", "number"}};
  add_bounds(schema, field.bounds);
  option(std::move(schema), "number", number);
}

void SchemaVisitor::end_object() {
  if (--top().objects > 0) return;
  Json object = std::move(top().object);
  if (!object.contains("additionalProperties")) object["additionalProperties"] = false;
  add_words(object["properties"]);
  object["patternProperties"] = {{"\\+$", {{"description", "patches a list of the base"}, {"type", "array"}}}};
  if (top().place == Place::element || top().place == Place::entry) {
    object["properties"]["like"] = {{"description", "the same as this one, with what differs"}, {"type", "string"}};
    may_lack_fields(object, "like");
  }
  if (top().place == Place::root)
    top().options.push_back(std::move(object));
  else
    option(std::move(object), top().name);
}

std::string SchemaVisitor::describe_field(const Frame& frame) const {
  const Field& field = frame.field;
  std::string text(field.meaning);
  const bool bounded = field.bounds.min || field.bounds.max;
  if (bounded && field.unit != NumberUnit::none)
    text += "; " + bounds_text(field.bounds, number_form(field.unit).write);
  if (!field.source.empty()) text += ". Source: " + std::string(field.source);
  if (!field.assumed.empty()) text += ". Assumed: " + std::string(field.assumed);
  if (!field.not_modelled.empty()) text += ". Not modelled: " + std::string(field.not_modelled);
  return text;
}

void SchemaVisitor::leave() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  const std::string plain = definition_of(frame);
  Json words = {{"value", reference(plain)}};
  add_words(words);
  Json about = {{"type", "object"}, {"properties", std::move(words)}, {"required", {"value"}}};
  about["minProperties"] = 2;
  about["additionalProperties"] = false;
  Json schema = Json::object();
  if (frame.place == Place::field) schema["description"] = describe_field(frame);
  if (frame.place == Place::field && frame.standing && !frame.field.required) schema["default"] = *frame.standing;
  schema["anyOf"] = {reference(plain), reference(define(std::move(about), plain + "_about"))};
  attach(top(), frame, std::move(schema));
}

void SchemaVisitor::attach(Frame& parent, const Frame& frame, Json schema) {
  if (frame.place == Place::element) {
    parent.options.push_back({{"type", "array"}, {"items", std::move(schema)}});
  } else if (frame.place == Place::entry && parent.objects > 0) {  // names beside the fields of an object
    parent.object["additionalProperties"] = std::move(schema);
  } else if (frame.place == Place::entry) {
    parent.options.push_back({{"type", "object"}, {"additionalProperties", std::move(schema)}});
  } else {
    sim::check(parent.objects > 0, "a field outside an object");
    parent.object["properties"][std::string(frame.field.name)] = std::move(schema);
    if (frame.field.required) parent.object["required"].push_back(std::string(frame.field.name));
  }
}

SchemaWalk::SchemaWalk() : visitor_(std::make_unique<SchemaVisitor>()) {}
SchemaWalk::~SchemaWalk() = default;
models::Visitor& SchemaWalk::visitor() { return *visitor_; }
std::string SchemaWalk::text(std::string_view title) const { return visitor_->take(title).dump(2); }

}  // namespace paddock::scenarios
