# The commands of this repository; people and CI run the same ones. Needed beforehand: make, sh, and a Python >= 3.11
# (PYTHON=… chooses one). Everything is installed into .venv, once.

# What a command is given beyond its own: make run ARGS="--port 9000", make test ARGS="-k token".
ARGS ?=

for_running = sh scripts/environment.sh run
for_working = sh scripts/environment.sh dev

# A PYTHON=… given to make reaches the scripts.
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test node-packages check format bench matrix probe-matrix mutants screenshots clean

help: ## this list · 이 목록
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name does; do \
		printf '%-24s%s\n' "  $$name" "$$does"; done

run: ## start the mock: make run ARGS="--port 9000" · 목 서버 실행
	@$(for_running) -m mock_server serve $(ARGS)

demo: ## sign-up page, backend and mock together · 가입 페이지, 백엔드, 목 서버를 함께 실행
	@$(for_working) -m tests.demo $(ARGS)

test: ## every test that this machine can run · 이 컴퓨터에서 가능한 모든 테스트
	@$(for_working) -m pytest $(ARGS)

node-packages: ## npm packages for the tests marked node · node 테스트에 필요한 npm 패키지
	@sh scripts/node-packages.sh

check: ## lint, format, types · 린트, 서식, 타입 검사
	@$(for_working) -m ruff check .
	@$(for_working) -m ruff format --check .
	@$(for_working) -m mypy

format: ## put lint and format right where that is safe · 자동으로 고칠 수 있는 것 고치기
	@$(for_working) -m ruff check --fix .
	@$(for_working) -m ruff format .

bench: ## measure speed and memory · 속도와 메모리 측정
	@$(for_working) -m tests.benchmarks $(ARGS)

matrix: ## every wrong server against every contract · 틀린 서버 모두를 모든 계약으로
	@$(for_working) -m tests.contracts $(ARGS)

probe-matrix: ## every wrong application against every case · 틀린 애플리케이션 모두를 모든 사례로
	@$(for_working) -m tests.probe matrix $(ARGS)

mutants: ## change the mock in one place at a time: does a contract notice? · 목 서버를 한 곳씩 바꿔 계약이 알아채는지
	@$(for_working) -m tests.mutants $(ARGS)

screenshots: ## take the pictures of the documents anew · 문서의 그림 다시 찍기
	@$(for_working) -m tests.screenshots

clean: ## delete what these commands made · 위 명령이 만든 것 지우기
	rm -rf .venv tests/node/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
