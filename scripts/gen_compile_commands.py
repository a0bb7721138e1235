#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write compile_commands.json, which editors and clang tools read, from the
commands that the build remembered in .*.o.cmd files of the object tree."""

import json
import os
import re

commands = []
for folder, _, names in os.walk("."):
    for name in names:
        if not name.endswith(".o.cmd"):
            continue
        with open(os.path.join(folder, name)) as file:
            saved = re.match(r"saved-\S+ := (.*)", file.read())
        command = saved and saved.group(1).replace("$$", "$").replace("\\#", "#")
        if command and command.endswith((".c", ".S")):
            commands.append({"directory": os.getcwd(), "command": command,
                             "file": command.split()[-1]})

with open("compile_commands.json", "w") as file:
    json.dump(sorted(commands, key=lambda entry: entry["file"]), file, indent=1)
