import { landSvg } from "@/components/answers/world/shapes";

// Made once, by the build.
export const dynamic = "force-static";

export const GET = (): Response =>
  new Response(landSvg(), { headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, immutable" } });
