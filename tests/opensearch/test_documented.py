"""What docs/cluster.md says to write holds together: the file for Docker Compose, and the commands below it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from baosou.index.opensearch_engine.location import located
from tests.opensearch.distribution import NEWEST

PAGE = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text("utf-8")


@pytest.fixture(scope="module")
def composed() -> Any:
    """The file for Docker Compose; references and merges are those of YAML itself."""
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return yaml.safe_load(text)


def test_the_servers_of_the_compose_file_find_one_another(composed: Any) -> None:
    services = composed["services"]
    assert len(services) == 3
    for name, service in services.items():
        environment = service["environment"]
        assert environment["node.name"] == name
        assert environment["discovery.seed_hosts"].split(",") == list(services)
        assert environment["cluster.initial_cluster_manager_nodes"].split(",") == list(services)
        assert environment["cluster.name"] == composed["x-settings"]["cluster.name"]
        assert service["image"] == f"opensearchproject/opensearch:{NEWEST.partition('.')[0]}"
        assert service["ulimits"]["memlock"] == {"soft": -1, "hard": -1}


def test_the_servers_keep_their_data_apart_and_listen_to_this_machine_alone(composed: Any) -> None:
    services = composed["services"].values()
    volumes = [each.partition(":")[0] for service in services for each in service["volumes"]]
    assert sorted(volumes) == sorted(composed["volumes"])
    ports = [each for service in services for each in service["ports"]]
    assert len(set(ports)) == len(ports) == 3
    (location,) = re.findall(r"^\$ baosou add ~/papers --index (opensearchs://\S+)", PAGE, re.MULTILINE)
    assert [str(host) for host in located(location).hosts] == [each.rpartition(":")[0] for each in ports]
