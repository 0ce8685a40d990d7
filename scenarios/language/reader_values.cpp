// Single values: text with its unit, held to the bounds of its description.
#include <algorithm>
#include <utility>

#include "scenarios/language/bounds.hpp"
#include "scenarios/language/distribution_form.hpp"
#include "scenarios/language/reader.hpp"

namespace paddock::scenarios {

using models::Bounds;
using models::NumberUnit;

namespace {

/// A value as the number that bounds speak of, and a bound as text.
double measure(std::int64_t v) { return static_cast<double>(v); }
double measure(double v) { return v; }
double measure(sim::Duration v) { return sim::to_seconds(v); }
template <class Unit>
double measure(sim::Quantity<Unit> v) {
  return static_cast<double>(v.value);
}

using Writer = std::string (*)(double);
template <class T>
Writer bound_writer(NumberUnit) {
  if constexpr (std::is_same_v<T, sim::Duration>) return write_seconds;
  if constexpr (std::is_same_v<T, sim::MilliCores>)
    return [](double b) { return write_cpu({static_cast<std::int64_t>(b)}); };
  if constexpr (std::is_same_v<T, sim::Bytes>)
    return [](double b) { return write_memory({static_cast<std::int64_t>(b)}); };
  if constexpr (std::is_same_v<T, sim::Money>)
    return [](double b) { return write_money({static_cast<std::int64_t>(b)}); };
  return write_number;
}
template <>
Writer bound_writer<double>(NumberUnit unit) {
  return number_form(unit).write;
}

/// A length of time is not negative unless its description says so.
template <class T>
Bounds bounds_for(const models::Field& field) {
  Bounds bounds = field.bounds;
  const bool time = std::is_same_v<T, sim::Duration> || field.unit == NumberUnit::seconds;
  if (time && !bounds.min) bounds.min = 0.0;
  return bounds;
}

}  // namespace

template <class T>
std::optional<T> Reader::read_scalar(const Node& node, const std::string& path, Parse<T> parse) {
  if (!node.is_scalar()) {
    wrong_kind(node, path, std::get<Misread>(parse("")).allowed);
    return {};
  }
  auto parsed = parse(node.text);
  if (auto* why = std::get_if<Misread>(&parsed)) {
    const std::string found = "found " + found_text(node) + (why->why.empty() ? "" : ", " + why->why);
    problems_.add(node.position, path, found, std::move(why->allowed), std::move(why->hint));
    return {};
  }
  const models::Field& field = top().field;
  const bool bare = !std::is_same_v<T, double> || field.unit == NumberUnit::none;
  if (node.quoted && bare && is_bare<T>) {
    problems_.add(node.position, path, "found " + found_text(node) + " in quotes", std::get<Misread>(parse("")).allowed,
                  "write it without quotes");
    return {};
  }
  if constexpr (!std::is_same_v<T, bool>) {
    const Bounds bounds = bounds_for<T>(field);
    const T value = std::get<T>(parsed);
    if (!inside(measure(value), bounds)) {
      problems_.add(node.position, path, "found " + found_text(node), bounds_text(bounds, bound_writer<T>(field.unit)));
      return {};
    }
  }
  return std::get<T>(parsed);
}

template <class T>
void Reader::scalar(T& out, Parse<T> parse) {
  top().taken = true;
  const Node& node = *top().node;
  const std::string path = top().path;
  const auto value = read_scalar<T>(node, path, parse);
  if (value) out = *value;
  const Node* range = top().range;
  if (range == nullptr || range->items.size() != 2) return;
  const auto low = read_scalar<T>(range->items[0], path, parse), high = read_scalar<T>(range->items[1], path, parse);
  if constexpr (!std::is_same_v<T, bool>) {
    if (!low || !high) return;
    if (measure(*low) > measure(*high))
      problems_.add(range->position, path, "found a range whose low end is above its high end", "[low, high]");
    else if (value && (measure(*value) < measure(*low) || measure(*value) > measure(*high)))
      problems_.add(node.position, path, "found " + found_text(node) + ", outside its own range",
                    "from " + range->items[0].text + " to " + range->items[1].text);
  }
}

void Reader::value(std::string& out) {
  Frame& frame = top();
  frame.taken = true;
  if (frame.node->is_scalar())
    out = frame.node->text;
  else
    wrong_kind(*frame.node, frame.path, "text: " + std::string(frame.field.meaning));
}

void Reader::value(bool& out) { scalar<bool>(out, parse_bool); }
void Reader::value(std::int64_t& out) { scalar<std::int64_t>(out, parse_integer); }
void Reader::value(double& out) { scalar<double>(out, number_form(top().field.unit).parse); }
void Reader::value(sim::Duration& out) { scalar<sim::Duration>(out, parse_duration); }
void Reader::value(sim::MilliCores& out) { scalar<sim::MilliCores>(out, parse_cpu); }
void Reader::value(sim::Bytes& out) { scalar<sim::Bytes>(out, parse_memory); }
void Reader::value(sim::Money& out) { scalar<sim::Money>(out, parse_money); }

void Reader::value(sim::Distribution& out) { distribution(out, top().field.unit, top().field.bounds); }

void Reader::value(models::DurationDistribution& out) {
  Bounds bounds = top().field.bounds;
  if (!bounds.min) bounds.min = 0.0;
  distribution(out.seconds, NumberUnit::seconds, bounds);
}

void Reader::distribution(sim::Distribution& out, NumberUnit unit, const Bounds& bounds) {
  top().field.unit = unit;
  top().field.bounds = bounds;
  const Node& node = *top().node;
  if (!node.is_scalar() && !node.is_mapping()) {
    top().taken = true;
    const std::string constant = std::get<Misread>(number_form(unit).parse("")).allowed;
    return wrong_kind(node, top().path, constant + ", or a distribution such as {uniform: [low, high]}");
  }
  const std::size_t before = problems_.size();
  DistributionDraft draft;
  describe_distribution(*this, draft, unit, bounds);
  if (problems_.size() != before) return;
  const Built built = build(draft);
  if (built.distribution)
    out = *built.distribution;
  else
    problem(built.why);
}

void Reader::choice(std::span<const std::string_view> names, std::size_t& index) {
  Frame& frame = top();
  frame.taken = true;
  const std::vector<std::string> known(names.begin(), names.end());
  const auto at = frame.node->is_scalar() ? std::find(known.begin(), known.end(), frame.node->text) : known.end();
  if (at != known.end())
    index = static_cast<std::size_t>(at - known.begin());
  else
    problems_.add(frame.node->position, frame.path, "found " + found_text(*frame.node), name_list(known),
                  did_you_mean(frame.node->text, known));
}

}  // namespace paddock::scenarios
