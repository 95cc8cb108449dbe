"""The wiring for a web server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def _python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_application_is_built_from_the_named_database(tmp_path):
    """An empty database is made ready, and the service answers."""
    code = "import json, wsgi; print(json.dumps(wsgi.app.test_client().get('/readyz').json))"
    done = _python(code, FENLIU_DB=f"sqlite:///{tmp_path / 'new.db'}")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"ready": True, "office": False}


def test_without_a_database_the_message_names_the_next_step(tmp_path):
    """Importing needs no database; asking for the application does, and says what is missing."""
    code = "import wsgi; print('imported', flush=True); wsgi.app"
    done = _python(code, FENLIU_DB=f"sqlite:///{tmp_path / 'nowhere' / 'new.db'}")

    assert done.stdout == "imported\n"
    assert done.returncode == 4
    assert "does not exist" in done.stderr
    assert "Traceback" not in done.stderr
