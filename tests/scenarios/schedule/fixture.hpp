// `paddock schedule` run in this process, on files of a folder that goes with the test.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/cli/options.hpp"

namespace paddock::scenarios {

struct Ran {
  int code = 0;
  std::string out, err;
};

class ScheduleTest : public testing::Test {
 protected:
  ScheduleTest() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("paddock-" + std::string(info->test_suite_name()) + "-" + info->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~ScheduleTest() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  /// `paddock schedule ARGS`, with the folder's name cut out of what it says.
  Ran schedule(std::vector<std::string> args) const {
    args.insert(args.begin(), {"paddock", "schedule"});
    std::vector<char*> argv;
    argv.reserve(args.size());
    for (std::string& arg : args) argv.push_back(arg.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    ran.code = cli::app(static_cast<int>(argv.size()), argv.data());
    ran.out = testing::internal::GetCapturedStdout();
    ran.err = without_folder(testing::internal::GetCapturedStderr());
    return ran;
  }

 private:
  std::string without_folder(std::string text) const {
    const std::string prefix = folder_.string() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) text.erase(at, prefix.size());
    return text;
  }

  std::filesystem::path folder_;
};

/// Three nodes in two zones: small is small, and gpu keeps pods away.
inline const std::string three_nodes = R"(apiVersion: v1
kind: Node
metadata:
  name: large
  labels: {kubernetes.io/hostname: large, topology.kubernetes.io/zone: a, topology.kubernetes.io/region: r}
status:
  allocatable: {cpu: "4", memory: 8Gi, pods: "10"}
---
apiVersion: v1
kind: Node
metadata:
  name: small
  labels: {kubernetes.io/hostname: small, topology.kubernetes.io/zone: b, topology.kubernetes.io/region: r}
status:
  allocatable: {cpu: "1", memory: 2Gi, pods: "10"}
---
apiVersion: v1
kind: Node
metadata:
  name: gpu
  labels: {kubernetes.io/hostname: gpu, topology.kubernetes.io/zone: b, topology.kubernetes.io/region: r}
spec:
  taints: [{key: gpu, value: "true", effect: NoSchedule}]
status:
  allocatable: {cpu: "8", memory: 16Gi, pods: "10"}
)";

/// A pod that asks for so much CPU and 1 GiB.
inline std::string pod_of(const std::string& name, const std::string& cpu, const std::string& more = "") {
  return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: shop, labels: {app: " + name +
         "}}\nspec:\n  containers:\n  - {name: c, image: c, resources: {requests: {cpu: " + cpu + ", memory: 1Gi}}}\n" +
         more;
}

}  // namespace paddock::scenarios
