namespace paddock::scenarios {}
