// One description per type. `describe(Visitor&, T&)` lists a type's fields once: name, meaning, unit, check, source.
// Readers, writers, validation, the JSON Schema and the reference pages are visitors of it; no second list of the same
// fields exists anywhere. This header knows no file format: a visitor decides what "enter a field" means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/distributions.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace paddock::models {

/// How a plain number is written: 3, "25%" (stored as 0.25), "5/s" (stored per second), "90s" (stored in seconds, for
/// parameters of distributions; a length of time by itself is a sim::Duration).
enum class NumberUnit : std::uint8_t { none, ratio, per_second, seconds };

/// Inclusive bounds of a number, in the unit it is stored in (durations: seconds). `above` excludes the lower bound.
struct Bounds {
  std::optional<double> min, max;
  bool above = false;
};

/// What a description says about one field.
struct Field {
  std::string_view name;
  std::string_view meaning;  ///< one line, for the schema, the reference and error messages
  NumberUnit unit = NumberUnit::none;
  Bounds bounds;
  bool required = false;
  std::string_view source;  ///< where the default comes from; empty: nothing to say
  std::string_view
      assumed;  ///< why this default is a guess; listed among a report's assumptions when the file is silent
  std::string_view not_modelled;  ///< why no model reads it; who sets it is told so
};

// Attributes, given after the meaning in any order: v.field("ttl", s.ttl, "life of a DNS answer", positive(),
// source("R53"))
struct Attribute {
  void (*apply)(Field&, const Attribute&);
  double a = 0, b = 0;
  std::string_view text = {};
};
constexpr Attribute required() {
  return {[](Field& f, const Attribute&) { f.required = true; }};
}
constexpr Attribute positive() {
  return {[](Field& f, const Attribute&) { f.bounds = {.min = 0.0, .max = f.bounds.max, .above = true}; }};
}
constexpr Attribute at_least(double min) {
  return {[](Field& f, const Attribute& x) { f.bounds.min = x.a; }, min};
}
constexpr Attribute between(double min, double max) {
  return {[](Field& f, const Attribute& x) { f.bounds.min = x.a, f.bounds.max = x.b; }, min, max};
}
constexpr Attribute percent() {  ///< written "25%"
  return {[](Field& f, const Attribute&) { f.unit = NumberUnit::ratio; }};
}
constexpr Attribute per_second() {  ///< written "5/s"
  return {[](Field& f, const Attribute&) { f.unit = NumberUnit::per_second; }};
}
constexpr Attribute source(std::string_view text) {
  return {[](Field& f, const Attribute& x) { f.source = x.text; }, 0, 0, text};
}
constexpr Attribute assumed(std::string_view text) {
  return {[](Field& f, const Attribute& x) { f.assumed = x.text; }, 0, 0, text};
}

/// Accepted, because fleets say it, and read by no model.
constexpr Attribute not_modelled(std::string_view why) {
  return {[](Field& f, const Attribute& x) { f.not_modelled = x.text; }, 0, 0, why};
}

/// A random length of time: a distribution whose variates are seconds.
struct DurationDistribution {
  sim::Distribution seconds;
};

/// The shapes a value can have in a file, for fields that may be written in more than one way.
enum class Shape : std::uint8_t { scalar, sequence, mapping };

class Visitor;
template <class T>
void visit(Visitor& v, T& value);

/// Base of everything that walks a description. A reader fills the values, a writer or schema only looks at them.
class Visitor {
 public:
  virtual ~Visitor() = default;

  /// One field of the object being described. Attributes as above.
  template <class T, class... Attributes>
  void field(std::string_view name, T& value, std::string_view meaning, Attributes... attributes) {
    Field f{.name = name, .meaning = meaning, .bounds = {}, .source = {}, .assumed = {}, .not_modelled = {}};
    (attributes.apply(f, attributes), ...);
    if (enter(f)) {
      visit(*this, value);
      leave();
    } else if (Visitor* other = absent(f)) {
      visit(*other, value);
      other->leave();
    }
  }

  /// True if the value is to be treated in this shape: a reader looks at the file, a schema takes every alternative in
  /// turn, a writer takes the one for which `chosen` holds. Call once per alternative, each with its own shape.
  virtual bool alternative(Shape shape, bool chosen, std::string_view meaning) = 0;
  /// A problem with the value just entered, found by the description itself. Only a reader reports it.
  virtual void problem(std::string_view message) = 0;
  /// True while values are being read from a file, so that a description may check what it was given.
  virtual bool reading() const = 0;

  /// Enters the named field. False: nothing to visit (a reader: absent, the default stands).
  virtual bool enter(const Field&) = 0;
  virtual void leave() = 0;
  /// After `enter` said no: a visitor, already inside the field, that is to see the value that stands; or none.
  virtual Visitor* absent(const Field&) { return nullptr; }

  // Scalars.
  virtual void value(std::string&) = 0;
  virtual void value(bool&) = 0;
  virtual void value(std::int64_t&) = 0;
  virtual void value(double&) = 0;
  virtual void value(sim::Duration&) = 0;
  virtual void value(sim::MilliCores&) = 0;
  virtual void value(sim::Bytes&) = 0;
  virtual void value(sim::Money&) = 0;
  virtual void value(sim::Distribution&) = 0;     ///< of a plain number
  virtual void value(DurationDistribution&) = 0;  ///< of a length of time
  /// One of `names`; `index` is its place among them.
  virtual void choice(std::span<const std::string_view> names, std::size_t& index) = 0;

  // Composites. list/keys answer what is to be visited; each element or entry is entered, visited and left. In an
  // object whose fields have been entered before, keys are the others: names beside fields.
  virtual std::size_t list(std::size_t size) = 0;
  virtual bool element(std::size_t index) = 0;
  virtual std::vector<std::string> keys(const std::vector<std::string>& present) = 0;
  virtual bool entry(const std::string& key) = 0;
  /// `none` is a value and differs from absent: false means none.
  virtual bool present(bool has_value) = 0;
  /// For a list, a map or an optional: a visitor that is to see a new element, as it is before anything is read into
  /// it; or none. `blanked` follows when it has been seen. A writer leaves out what a new element has anyway.
  virtual Visitor* blank() { return nullptr; }
  virtual void blanked() {}
  virtual void begin_object() = 0;
  virtual void end_object() = 0;  ///< a reader reports keys that no field has entered
};

/// An enumeration is described by `constexpr auto names(E) -> std::array<std::string_view, N>` beside it, in order.
template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E e) {
  names(e).size();
};

/// Lists of objects and named maps keep the order of the file.
template <class T>
using NamedMap = std::vector<std::pair<std::string, T>>;

/// Shows a new T to whoever asks for it.
template <class T>
void visit_blank(Visitor& v) {
  if (Visitor* other = v.blank()) {
    T fresh{};
    models::visit(*other, fresh);
    v.blanked();
  }
}

template <class T>
struct Composite {  // any type with a describe()
  static void visit(Visitor& v, T& value) {
    v.begin_object();
    describe(v, value);
    v.end_object();
  }
};

template <class T>
struct Composite<std::vector<T>> {
  static void visit(Visitor& v, std::vector<T>& values) {
    const std::size_t size = v.list(values.size());
    if (v.reading()) values.clear();  // a list in a file replaces the default: nothing of its elements shines through
    values.resize(size);
    visit_blank<T>(v);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (v.element(i)) models::visit(v, values[i]), v.leave();
  }
};

template <class T>
struct Composite<NamedMap<T>> {
  static void visit(Visitor& v, NamedMap<T>& values) {
    visit_blank<T>(v);
    std::vector<std::string> present;
    for (const auto& [key, value] : values) present.push_back(key);
    for (const auto& key : v.keys(present)) {
      if (!v.entry(key)) continue;
      auto at = values.begin();
      while (at != values.end() && at->first != key) ++at;
      if (at == values.end()) at = values.insert(at, {key, T{}});
      models::visit(v, at->second);
      v.leave();
    }
  }
};

template <class T>
struct Composite<std::optional<T>> {
  static void visit(Visitor& v, std::optional<T>& value) {
    if (!v.present(value.has_value())) return value.reset();
    if (!value) value.emplace();
    visit_blank<T>(v);
    models::visit(v, *value);
  }
};

template <class T>
void visit(Visitor& v, T& value) {
  if constexpr (requires { v.value(value); }) {
    v.value(value);
  } else if constexpr (std::is_integral_v<T>) {
    auto wide = static_cast<std::int64_t>(value);
    v.value(wide);
    if (std::in_range<T>(wide))
      value = static_cast<T>(wide);
    else
      v.problem("out of range: an integer from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                std::to_string(std::numeric_limits<T>::max()));
  } else if constexpr (NamedEnum<T>) {
    static constexpr auto all = names(T{});
    auto index = static_cast<std::size_t>(value);
    v.choice(all, index);
    value = static_cast<T>(index);
  } else if constexpr (requires { describe_as_value(v, value); }) {
    describe_as_value(v, value);  // a value that is not an object: a name or a list, a phrase
  } else {
    Composite<T>::visit(v, value);
  }
}

}  // namespace paddock::models
