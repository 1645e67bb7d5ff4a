/*
 * Each script hands the words before the cursor to `whimbrel completion words`, as they are and
 * without `eval`, since a line that is being typed must not run. An answer is a line of a value, a
 * tab and a description; `:files` or `:folders` leaves it to the shell.
 */

/**
 * For bash from 3.2 on, without the package bash-completion. Bash splits words at `:`, `=` and `@`
 * as well; so the line is split here, and what bash regards as an earlier word is cut off answers.
 */
export const bashScript = `# bash completion for whimbrel: source <(whimbrel completion bash)
_whimbrel() {
  local line="\${COMP_LINE:0:COMP_POINT}" current earlier answer IFS=$' \\t\\n'
  local -a words values
  read -r -a words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]} - 1]}"
  while IFS= read -r answer; do
    case $answer in
      :files | :folders)
        compopt -o filenames 2> /dev/null
        [[ $answer == :files ]] && answer=-f || answer=-d
        while IFS= read -r answer; do values+=("$answer"); done \\
          < <(compgen $answer -- "\${current#--*=}")
        COMPREPLY=("\${values[@]}")
        return
        ;;
    esac
    values+=("\${answer%%$'\\t'*}")
  done < <("\${words[0]/#\\~/$HOME}" completion words -- "\${words[@]:1}" 2> /dev/null)
  earlier="\${current%"\${current##*[:=@]}"}"
  COMPREPLY=()
  for answer in "\${values[@]}"; do
    COMPREPLY+=("\${answer#"$earlier"}")
  done
}
complete -F _whimbrel whimbrel
`;

/** For zsh, after compinit. */
export const zshScript = `#compdef whimbrel
# zsh completion for whimbrel: source <(whimbrel completion zsh)
_whimbrel() {
  local answer value
  local -a answers described
  answers=("\${(@f)$("\${~words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  for answer in "\${answers[@]}"; do
    case $answer in
      '') continue ;;
      :files) _files; return ;;
      :folders) _files -/; return ;;
    esac
    value="\${answer%%$'\\t'*}"
    described+=("\${value//:/\\\\:}:\${answer#*$'\\t'}")
  done
  (( \${#described} )) && _describe whimbrel described
}
if [[ \${funcstack[1]} == _whimbrel ]]; then _whimbrel "$@"; else compdef _whimbrel whimbrel; fi
`;

/** For fish. */
export const fishScript = `# fish completion for whimbrel: whimbrel completion fish | source
function __whimbrel_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for answer in ($words[1] completion words -- $words[2..] "$current" 2> /dev/null)
        switch $answer
            case :files
                __fish_complete_path "$current"
            case :folders
                __fish_complete_directories "$current"
            case '*'
                echo $answer
        end
    end
end
complete -c whimbrel -e
complete -c whimbrel -f -a '(__whimbrel_complete)'
`;
