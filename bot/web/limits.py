"""How often a visitor may write: token buckets in memory, per session and per network address.

The buckets live in this process. Several web processes would need a shared store (Redis).
"""

import math
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

#: Buckets kept at once, so that a flood of addresses cannot fill the memory; the least used one goes first.
MAX_BUCKETS = 20_000

#: Size of an IPv6 prefix: one subscriber usually holds a /64 (RFC 6177).
IPV6_PREFIX_BITS = 64


@dataclass(frozen=True)
class Rate:
    """How many messages may come at once, and how fast that allowance comes back.

    Attributes:
        burst: messages allowed in a row.
        per_second: messages regained per second.
    """

    burst: int
    per_second: float


#: A person who reads and presses buttons stays far below.
SESSION_RATE = Rate(burst=60, per_second=1.0)

#: A town hall or a département often goes out by a single address, hence the larger allowance.
ADDRESS_RATE = Rate(burst=300, per_second=10.0)


@dataclass
class RateLimiter:
    """Token buckets that share one rate."""

    rate: Rate
    _buckets: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def wait_for(self, key: str, now: datetime) -> int:
        """Takes one message from the bucket of `key`.

        Args:
            key: whose bucket it is.
            now: the present, aware.

        Returns:
            0 when the message may pass, else the whole seconds to wait before the next one can.
        """
        tokens, updated = self._buckets.pop(key, (float(self.rate.burst), now))
        elapsed = max(0.0, (now - updated).total_seconds())
        tokens = min(float(self.rate.burst), tokens + elapsed * self.rate.per_second)
        allowed = tokens >= 1
        # Put back at the end: the order of the dictionary is the order of use.
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        while len(self._buckets) > MAX_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        return 0 if allowed else math.ceil((1 - tokens) / self.rate.per_second)


def address_prefix(host: str | None) -> str:
    """Names the network a request comes from: an IPv4 address, or the /64 of an IPv6 address.

    Args:
        host: the client's address as the server saw it; None behind a local socket.
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return "local"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((int(address), IPV6_PREFIX_BITS), strict=False))
    return str(address)
