# The mock in a container: docs/containers.md. The image holds an environment made from the wheel, and nothing else of
# this repository. PYTHON=… builds on another image that has Python 3.11 or later at the same place.
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
WORKDIR /build
COPY . .
RUN python3 -m pip wheel --disable-pip-version-check --no-cache-dir --no-deps --wheel-dir /wheels .
# Bytecode is compiled now: nothing is written later. The environment needs no pip of its own.
RUN python3 -m venv --without-pip /opt/portone-mock \
    && python3 -m pip --disable-pip-version-check --python /opt/portone-mock/bin/python3 \
        install --no-cache-dir --compile /wheels/*.whl
# For --state /state/FILE: a volume that is mounted there takes over its owner.
RUN mkdir /state && chown 10001:10001 /state

FROM ${PYTHON}
COPY --from=build /opt/portone-mock /opt/portone-mock
COPY --from=build --chown=10001:10001 /state /state
ENV PATH=/opt/portone-mock/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORTONE_MOCK_HOST=0.0.0.0
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8585
HEALTHCHECK --interval=3s --timeout=6s --retries=3 CMD ["portone-mock", "health"]
ENTRYPOINT ["portone-mock"]
CMD ["serve"]
