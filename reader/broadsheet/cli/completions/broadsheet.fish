# Completion of broadsheet for fish. The program itself answers: the first line says what the shell
# should add (files, folders); each further line is a word, a tab, and its description.
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
