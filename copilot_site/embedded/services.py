"""Both servers together: start, stop, status."""

from dataclasses import dataclass, replace
from pathlib import Path

from . import postgresql, valkey
from .placement import Placement, current_placement, find_placement
from .state import ServiceState, find_free_ports, load_state, locked, port_is_free, write_state

NAMES = ("postgresql", "valkey")


@dataclass(frozen=True)
class ServiceStatus:
    """One server: its name, its URL with the password, and whether it answers."""

    name: str
    url: str
    up: bool


def start(var: Path, names: tuple[str, ...] = NAMES, forgetful: bool = False) -> ServiceState:
    """Start what isn't up and give the state as it is now: a port that was taken meanwhile is replaced.

    Raises EmbeddedError with one line that says what to do.
    """
    load_state(var)
    with locked(var, ".services.lock"):
        state = load_state(var)
        if all(status.up for status in status_of(var, state) if status.name in names):
            return state
        placement = find_placement(var, state.home)
        state = keep_home(var, state, placement)
        if "valkey" in names and not (valkey.is_running(placement) and valkey.is_up(state)):
            valkey.stop(placement)
            state = keep_port(var, state, "valkey_port")
            valkey.start(placement, state)
        if "postgresql" in names and not (postgresql.is_running(placement) and postgresql.is_up(state)):
            postgresql.stop(placement)
            state = keep_port(var, state, "postgresql_port")
            postgresql.start(placement, state, forgetful)
        return state


def stop(var: Path, names: tuple[str, ...] = NAMES) -> list[str]:
    """Stop what runs, PostgreSQL last; gives the names of what ran."""
    if not (var / "services.json").exists():
        return []
    with locked(var, ".services.lock"):
        placement = current_placement(var, load_state(var).home)
        ran = []
        if "valkey" in names and valkey.stop(placement):
            ran.append("valkey")
        if "postgresql" in names and postgresql.stop(placement):
            ran.append("postgresql")
        return ran


def status_of(var: Path, state: ServiceState) -> list[ServiceStatus]:
    """Each server with the URL of its administrator, and whether it answers.

    The process is looked at first: whatever has taken the port of a stopped server may never answer.
    """
    gone = dead(var)
    return [
        ServiceStatus("postgresql", state.admin_url, "postgresql" not in gone and postgresql.is_up(state)),
        ServiceStatus("valkey", state.valkey_url, "valkey" not in gone and valkey.is_up(state)),
    ]


def keep_home(var: Path, state: ServiceState, placement: Placement) -> ServiceState:
    """Note a home outside the tree: later starts and `make clean` must find it."""
    inside = placement.home == var / "services"
    home = "" if inside else str(placement.home.parent)
    if home != state.home:
        # What is there already belonged to a tree of this path that has been removed without `make clean`.
        valkey.stop(placement)
        postgresql.stop(placement)
        placement.run(["/bin/rm", "-rf", valkey.data_folder(placement), postgresql.data_folder(placement)])
        state = replace(state, home=home)
        write_state(var, state)
    return state


def keep_port(var: Path, state: ServiceState, name: str) -> ServiceState:
    """Keep the server's port, or choose another if something else has taken it."""
    old = getattr(state, name)
    if port_is_free(old):
        return state
    new = find_free_ports(1)[0]
    if name == "valkey_port":
        state = replace(state, valkey_port=new)
    else:
        state = replace(state, postgresql_port=new, former_ports=(*state.former_ports, old))
    write_state(var, state)
    return state


def dead(var: Path, names: tuple[str, ...] = NAMES) -> list[str]:
    """Which of these servers no longer run, by their process alone: cheap enough to ask every second."""
    placement = current_placement(var, load_state(var).home)
    modules = {"postgresql": postgresql, "valkey": valkey}
    return [name for name in names if not modules[name].is_running(placement)]
