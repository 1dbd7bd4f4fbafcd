# Completion of broadsheet for bash 4.4 or newer. The program itself answers: the first line says
# what the shell should add (files, folders); each further line is a word, quoted for the shell.
_broadsheet() {
    local asked
    mapfile -t COMPREPLY < <("$1" __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    asked=${COMPREPLY[0]-}
    COMPREPLY=("${COMPREPLY[@]:1}")
    compopt -o nosort
    case $asked in
        folders) compopt -o dirnames -o filenames ;;
        files) compopt -o default ;;
        more-files) compopt -o default -o plusdirs ;;
        nospace) compopt -o nospace ;;
    esac
}
complete -F _broadsheet broadsheet
