/** A Cookie header. */
export type Cookie = string;

/** Signs in as the sign-in form does. @throws {Error} when it is refused. */
export async function signIn(url: string, account: { email: string; password: string }): Promise<Cookie> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookieOf(asked) },
    body: new URLSearchParams({ ...account, csrfToken, json: "true" }),
    redirect: "manual",
  });
  const cookie = cookieOf(answer);
  if (!answer.ok || !cookie.includes("session-token="))
    throw new Error(`${account.email} could not sign in: ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  return cookie;
}

const cookieOf = (response: Response): Cookie =>
  response.headers
    .getSetCookie()
    .map((c) => c.split(";", 1)[0])
    .join("; ");
