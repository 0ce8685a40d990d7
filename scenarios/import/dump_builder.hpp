// Puts a dump together, object by object.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "scenarios/import/dump.hpp"
#include "scenarios/import/field_reader.hpp"

namespace paddock::scenarios {

class DumpBuilder {
 public:
  explicit DumpBuilder(Problems& problems) : problems_(problems) {}

  void begin_file(const std::string& name) { dump_.files.push_back(name); }
  /// An object of the file, with its kind as far as that is known.
  void add(const Node& object, std::string_view kind);
  Dump take() { return std::move(dump_); }

 private:
  bool is_new(std::string_view kind, const Fields& metadata);
  void add_node(const Fields& object);
  void add_pod(const Fields& object);
  void add_workload(WorkloadKind kind, const Fields& object);
  void add_budget(const Fields& object);
  void note_time(const std::string& stamp);

  Problems& problems_;
  Dump dump_;
  std::set<std::tuple<std::string, std::string, std::string>> seen_;  // kind, namespace, name
};

}  // namespace paddock::scenarios
