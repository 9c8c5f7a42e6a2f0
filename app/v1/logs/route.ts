import { getDb } from "@/lib/db/client";
import { receiveOtlp } from "@/lib/ingest/receive-otlp";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** OTLP over HTTP: where an exporter sends its logs when its endpoint is this app. */
export const POST = (request: Request): Promise<Response> => receiveOtlp(getDb(), request, "logs");
