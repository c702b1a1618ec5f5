# Completion of baosou for fish. Write it where fish looks for it:
#   baosou completion fish > ~/.config/fish/completions/baosou.fish

function __baosou_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct | string unescape 2>/dev/null; or commandline -ct)
    for line in (_BAOSOU_COMPLETE=fish $words[1] $words[2..-1] "$typed" 2>/dev/null </dev/null)
        set -l part (string split \x1f -- $line)
        switch $part[1]
            case :files
                __fish_complete_path (commandline -ct)
                return
            case :folders
                __fish_complete_directories (commandline -ct)
                return
            case '*'
                printf '%s\t%s\n' $part[1] $part[2]
        end
    end
end

complete -c baosou -f -k -a '(__baosou_complete)'
