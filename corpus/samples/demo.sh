#!/bin/sh
# Indexes the sample pages into .demo and runs the main searches; BIN is the folder that holds `baosou`.
set -eu
BIN=${BIN:-.venv/bin}
PAGES=${PAGES:-corpus/samples}
export BAOSOU_INDEX=${BAOSOU_INDEX:-.demo/index}
rm -rf "$BAOSOU_INDEX"

run() {
    printf '\n$ baosou'
    for word in "$@"; do
        case $word in
            *[\ \"\'\|\<\>\&\;\*\(\)]*) printf " '%s'" "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$BIN/baosou" "$@" || [ $? -eq 1 ]
}

run add "$PAGES"
run status
run search 志愿服务 -n 3
run search '"3.92亿元"'
run search 苍南县的志愿者做了什么？ -n 2
run search 标题:渔 date:2024 -n 3
run search -w author=王伟 -w place=浙江 -n 3
run facets 渔 -f place:8 -f author:5 -f year
run search 和為貴 --json --facet publication
printf '稻田\n5G\n"王　伟"\n' | run batch - --format tsv -n 1
first=$("$BIN/baosou" search 光电 -n 1 --format ids)
run show "$first" --no-pager -H 光电
run why "$first" 光电 志愿者 -w place=温州市
run similar "$first" -n 2
run segment "$PAGES/2024-08-16/海岳日报-07.txt" | cut -c 1-400
run analyze 鰲江鎮的志愿者
