// Fills a described value from a tree. Everything that is wrong is found in one go, with its place.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/describe.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/scalars.hpp"

namespace paddock::scenarios {

enum class Confidence : std::uint8_t { high, medium, low };
constexpr std::array<std::string_view, 3> names(Confidence) { return {"high", "medium", "low"}; }

/// A value that somebody is not sure of: written as {value, source, confidence, range}, or a default that its
/// description calls assumed and that the file does not speak about.
struct Assumption {
  std::string path;
  std::string value;                     ///< as text: "80s", "{lognormal: {median: 80s, p95: 118s}}"
  std::optional<std::string> source;     ///< of a default: why it is a guess
  std::optional<Confidence> confidence;  ///< as given
  std::optional<std::pair<std::string, std::string>> range;  ///< low and high, as text
  bool given = false;                                        ///< from the file; otherwise a default
};
using Assumptions = std::vector<Assumption>;

/// A field that a file sets and that no model reads.
struct NotModelled {
  Position place;
  std::string path;
  std::string name;  ///< "balancer.deregister": the field, and what it is a field of
  std::string why;
};

/// source, confidence, range: keys that any object may carry beside its fields.
bool is_word_about_value(std::string_view key);

class DefaultsSeen;

/// One walk over one tree. Use `read`.
class Reader final : public models::Visitor {
 public:
  Reader(const Node& root, Problems& problems, Assumptions& assumptions);
  ~Reader() override;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// After the visit: reports a root of the wrong kind.
  void finish();
  /// What was set and is not modelled, so far.
  const std::vector<NotModelled>& not_modelled() const { return not_modelled_; }

  bool alternative(models::Shape shape, bool chosen, std::string_view meaning) override;
  void problem(std::string_view message) override;
  bool reading() const override { return true; }
  bool enter(const models::Field& field) override;
  void leave() override;
  Visitor* absent(const models::Field& field) override;

  void value(std::string& out) override;
  void value(bool& out) override;
  void value(std::int64_t& out) override;
  void value(double& out) override;
  void value(sim::Duration& out) override;
  void value(sim::MilliCores& out) override;
  void value(sim::Bytes& out) override;
  void value(sim::Money& out) override;
  void value(sim::Distribution& out) override;
  void value(models::DurationDistribution& out) override;
  void choice(std::span<const std::string_view> names, std::size_t& index) override;

  std::size_t list(std::size_t size) override;
  bool element(std::size_t index) override;
  std::vector<std::string> keys(const std::vector<std::string>& present) override;
  bool entry(const std::string& key) override;
  bool present(bool has_value) override;
  void begin_object() override;
  void end_object() override;

 private:
  struct Frame {
    const Node* node = nullptr;
    std::string path;
    models::Field field;
    const Node* range = nullptr;     // of {value, ..., range: [a, b]}
    std::vector<std::string> known;  // fields that the description has
    std::string alternatives;        // shapes that were offered
    int objects = 0;                 // begin_object without its end
    bool taken = false;              // somebody has looked at the value
  };

  template <class T>
  using Parse = Parsed<T> (*)(std::string_view);
  /// Numbers and truth values without a unit: in quotes they are text.
  template <class T>
  static constexpr bool is_bare =
      std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t> || std::is_same_v<T, double>;

  bool push(const Node& node, std::string path, const models::Field& field);
  const Node* unwrap(Frame& frame);
  void note(const Node& about, const std::string& path, const Node& value);
  void note_parts(const Frame& frame);
  std::optional<std::pair<std::string, std::string>> range_text(const Node& range, const std::string& path);
  std::optional<Confidence> confidence_of(const Node& node, const std::string& path);
  template <class T>
  void scalar(T& out, Parse<T> parse);
  template <class T>
  std::optional<T> read_scalar(const Node& node, const std::string& path, Parse<T> parse);
  void distribution(sim::Distribution& out, models::NumberUnit unit, const models::Bounds& bounds);
  void unknown_keys(const Frame& frame);
  void wrong_kind(const Node& node, const std::string& path, std::string allowed);
  void note_not_modelled(const models::Field& field);
  Frame& top() { return frames_.back(); }

  Problems& problems_;
  Assumptions& assumptions_;
  std::vector<NotModelled> not_modelled_;
  std::vector<Frame> frames_;
  bool absent_ = false;  // enter said no because the file is silent
  std::unique_ptr<DefaultsSeen> defaults_;
};

/// Fills `value` from `node`; what `node` is silent about keeps its value. On any problem (there may be many, sorted by
/// place) `value` is half filled and must not be used.
template <class T>
bool read(const Node& node, T& value, Problems& problems, Assumptions& assumptions,
          std::vector<NotModelled>* not_modelled = nullptr) {
  const std::size_t before = problems.size();
  Reader reader(node, problems, assumptions);
  models::visit(reader, value);
  reader.finish();
  if (not_modelled != nullptr) *not_modelled = reader.not_modelled();
  const bool good = problems.size() == before;
  problems.sort();
  return good;
}

}  // namespace paddock::scenarios
