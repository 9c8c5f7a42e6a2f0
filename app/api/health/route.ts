export const dynamic = "force-dynamic";

/** Alive: the process answers. Whether it can work is for /api/ready to say. */
export const GET = () => Response.json({ status: "alive" }, { headers: { "Cache-Control": "no-store" } });
