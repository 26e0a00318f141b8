// How the page speaks to its server.

// Gives { answer } (null when there is nothing to say), or { problem }: empty without connection.
export async function post(url, body, timeoutMs) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 204) return { answer: null };
    const received = await response.json();
    return response.ok ? { answer: received } : { problem: received };
  } catch {
    // No connection, too long, or an answer that is not ours (a proxy's page).
    return { problem: {} };
  }
}
