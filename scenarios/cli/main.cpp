#include "scenarios/cli/options.hpp"

int main(int argc, char** argv) { return paddock::scenarios::cli::app(argc, argv); }
