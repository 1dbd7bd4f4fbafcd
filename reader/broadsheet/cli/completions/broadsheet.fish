# Completion of broadsheet for fish. The program itself says what fits: the first line is what the
# shell is to add, each other one a word, a tab, and what there is to say of it.
function __broadsheet_complete
    set -l program (commandline -opc)[1]
    set -l answer ($program __complete fish (commandline -pc) 2>/dev/null)
    switch "$answer[1]"
        case folders
            __fish_complete_directories (commandline -ct)
        case files more-files
            __fish_complete_path (commandline -ct)
    end
    printf '%s\n' $answer[2..]
end
complete --command broadsheet --no-files --keep-order --arguments '(__broadsheet_complete)'
