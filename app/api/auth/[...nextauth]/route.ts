import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { authOptions } from "@/lib/access/next-auth";

// Options are read on the first request, not when the module is built.
const handler = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => nextAuth(request, context, authOptions());

export { handler as GET, handler as POST };
