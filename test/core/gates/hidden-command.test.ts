import { expect, test } from "bun:test";
import { ticketId } from "../../../src/core/ids.ts";
import { judge, type Rule } from "../../../src/core/gates/rule.ts";
import { commandParts } from "../../../src/workspaces/command-parts.ts";

const rules: readonly Rule[] = [{ action: "allow" }, { action: "deny", command: "git push*" }];

async function actionFor(line: string, standing: readonly Rule[] = rules): Promise<string> {
  const parts = await commandParts(line);
  const subject = { kind: "tool", ticketId: ticketId("T"), tool: "bash", paths: [] } as const;
  return judge(standing, { ...subject, commandParts: parts }).action;
}

/** In the most of them the words of the denied command don't stand side by side, or not at all. */
const wrapped = String.raw`
setpriv --reuid 0 git push
npm exec -- git push
npm exec -c 'p=push; git $p'
npm x --call='p=push; git $p'
uv run git push
uv run python -c 'import os'
docker run image git push
docker exec x sh -c 'p=push; git $p'
kubectl exec x -- bash
sed '1e git push' file
sed '1e p=push; git $p' file
sed -n 's/x/git pu""sh/ep' file
sed -f script file
sed -ne 1e file
sed --expression=1e file
sed 's/a/b/;1e' file
sed 's|a|b|;s,x,y,e' file
sed 's/[/]/x/e' file
tar --checkpoint-action=exec='p=push; git $p' -cf x y
tar -I 'git push' -cf x y
tar -xOf x --to-command=./y
find . -exec git push \;
find . -name x -execdir sh {} +
xargs git push
env -S 'git push'
git -c alias.x='!git push' x
git bisect run git push
git x origin
git config alias.x push
git config core.hooksPath hooks
git config pager.log ./x
git config include.path x
git fetch 'ext::sh -c x'
git fetch --upload-pack=./x origin
git grep -O./x foo
git grep --open-files-in-pager=./x foo
git log --ext-diff
git difftool --extcmd=./x
git rebase --exec 'p=push; git $p' HEAD
git rebase -x ./x HEAD
git submodule foreach ./x
make -f - all
make -f- all
make SHELL=./x
make --eval='x:;git push' x
awk 'BEGIN{system("git push")}'
perl -we 'system "git","push"'
python3 -Ic 'x'
node --import=./x y
ruby -rx y
php -B 'x'
deno eval x
ssh -o ProxyCommand='p=push; git $p' x
rsync -e ./x a b:c
rsync -avze ./x a b:c
scp -S ./x a b:c
vim -c '!git push'
vim -c 'let p="push" | exe "!git" p'
ex -c 'x' file
sort --compress-program=./x f
split --filter='x' f
zip -T -TT ./x a b
rg --pre ./x foo
man -P ./x man
gcc -wrapper ./x,y z.c
go test -exec ./x
cargo test --config build.rustc-wrapper='x'
hyperfine 'p=push; git $p'
hyperfine 'cat x | sh'
concurrently 'g\it push'
tmux new-session 'p=push; git $p'
cat <<X | sh
source <(echo git push)
echo git push | tee x.mk && make -f x.mk
PATH=. git status
export PATH=.
declare PATH=.
read PATH
printf -v PATH .
PATH+=:. git status
LD_PRELOAD=./x ls
BASH_ENV=./x make
GIT_SSH_COMMAND=./x git fetch
GIT_CONFIG_COUNT=1 git status
EDITOR=./x git commit
NODE_OPTIONS=--require=./x npm test
git() { git push; }; git
alias status='push'; git status
npm run a -- push with git
x86_64 sh
`
  .trim()
  .split("\n");

test.each(wrapped)("a denied command may be behind %s, which asks", async (line) => {
  expect(await actionFor(line)).not.toBe("allow");
});

test.each(
  String.raw`
npm test
npm test -- --grep 'adds (two) numbers'
npx vitest run src
uv run pytest -q
uv run pytest -k 'a and (b or c)'
poetry run pytest
docker compose up -d
git status && git diff HEAD~1
git commit -m 'fix: push $x; git'
git log --oneline -5 | head
git stash
git checkout -b work
git grep -n 'a|b'
git config user.name
sed -i 's/a b/c/g' src/a.ts
sed -n '1,20p' src/a.ts
sed -i.bak -e '/x/d' -e 's|\(a\)|\1$|2' src/a.ts
sed '$ a export {};' src/a.ts
rg -n '^foo\(.*\)$' src
grep -rE 'a|b' src
jq '.a | .b' package.json
find src -name '*.ts'
prettier --write 'src/**/*.{ts,tsx}'
CI=1 NODE_ENV=test npm test
PYTHONPATH=src pytest
NODE_OPTIONS=--max-old-space-size=4096 npm test
RUST_BACKTRACE=1 cargo test
GIT_AUTHOR_DATE=2020-01-01 git commit -m x
node --test src
node scripts/build.js
python3 -m pytest tests
make build
make CC=gcc all
tar -czf out.tgz dist
rsync -a src/ dist/
gcc -Wall -o x x.c
go test ./...
cargo build --release
mkdir -p env && touch env/sh
for f in a b; do cat x; done
test -f x && [ -d y ] || exit 1
`
    .trim()
    .split("\n"),
)("%s is no such line, and runs as allowed", async (line) => {
  expect(await actionFor(line)).toBe("allow");
});

test("who allowed a line with such words has seen them, and is not asked again", async () => {
  const line = "hyperfine 'cat x | sort'";
  const [command = ""] = (await commandParts(line)) ?? [];
  expect(await actionFor(line)).toBe("ask");
  expect(await actionFor(line, [...rules, { action: "allow", command }])).toBe("allow");
  expect(await actionFor(line, [...rules, { action: "allow", command: "hyperfine *" }])).toBe(
    "ask",
  );
});
