#compdef baosou
# Completion of baosou for zsh. Write it into a folder of $fpath:
#   mkdir -p ~/.zfunc && baosou completion zsh > ~/.zfunc/_baosou
# and see that ~/.zshrc has, before compinit is called:
#   fpath+=~/.zfunc; autoload -Uz compinit && compinit

_baosou() {
    local value about open
    local -a closed closed_about opened opened_about
    while IFS=$'\x1f' read -r value about open; do
        case $value in
            :files) _files; return ;;
            :folders) _files -/; return ;;
        esac
        if [[ -n $open ]]; then
            opened+=("$value") opened_about+=("$value${about:+  -- $about}")
        else
            closed+=("$value") closed_about+=("$value${about:+  -- $about}")
        fi
    done < <(_BAOSOU_COMPLETE=zsh "${(Q)words[1]}" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)
    compadd -l -V baosou -d closed_about -a closed
    compadd -l -V baosou -S '' -d opened_about -a opened
}

if [[ $funcstack[1] == _baosou ]]; then
    _baosou "$@"
else
    compdef _baosou baosou
fi
