# Completion of baosou for bash. Write it where bash looks for it:
#   baosou completion bash > ~/.local/share/bash-completion/completions/baosou
# or, without the package bash-completion, add to ~/.bashrc:
#   eval "$(baosou completion bash)"

_baosou() {
    local value about open
    COMPREPLY=()
    while IFS=$'\x1f' read -r value about open; do
        case $value in
            :files) compopt -o default; return ;;
            :folders) compopt -o dirnames; return ;;
        esac
        COMPREPLY+=("$value")
        [[ $open ]] && compopt -o nospace
    done < <(_BAOSOU_COMPLETE=bash "${1/#\~/$HOME}" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
}

complete -o nosort -F _baosou baosou 2>/dev/null || complete -F _baosou baosou
