"""What Leadlight is measured against: the plainest FastAPI app that does one thing."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from pydantic import BaseModel
from redis.asyncio import Redis

from leadlight.storage.embedded import start_valkey

VALUE = b'{"level":"notice","filler":"' + b"x" * 4000 + b'"}'


class Ad(BaseModel):
    """An ad to echo."""

    text: str
    language: str = "en"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start a Valkey, fill one key, stop it at the end."""
    valkey = start_valkey(Path(os.environ["BASELINE_DATA_DIR"]))
    app.state.redis = Redis.from_url(valkey.url)
    await app.state.redis.set("verdict", VALUE)
    yield
    await app.state.redis.aclose()
    valkey.stop()


app = FastAPI(lifespan=lifespan)


@app.post("/echo")
async def echo(ad: Ad) -> Ad:
    """Give back what came."""
    return ad


@app.get("/redis")
async def redis_get(request: Request) -> dict[str, str]:
    """Do one Redis GET."""
    value = await request.app.state.redis.get("verdict")
    return {"value": value.decode()}
