import { problemResponse } from "@/lib/access/respond";
import { checkOrigin, requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { exportRegister } from "@/lib/govern/export-register";
import { Problem } from "@/lib/model/problem";
import { guard } from "@/lib/model/role";
import { registerCsv } from "@/lib/report/export-register-csv";
import { getRegister } from "@/lib/report/legal-summary";
import { readQuestion } from "@/lib/report/question";

/** The register of a period as CSV. A POST, since it sets the mark that "new since the last export" is held against. */
export async function POST(request: Request): Promise<Response> {
  try {
    await checkOrigin();
    const actor = await requireActor();
    guard(actor, "register:export");
    const form = await request.formData().catch(() => {
      throw new Problem("invalid", "The body is not a form.");
    });
    const asked = Object.fromEntries([...form].flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
    const { question } = readQuestion(asked, env.now?.getTime() ?? Date.now());
    const db = getDb();
    const rows = await getRegister(db, actor, question);
    const [from, to] = [new Date(question.period.from).toISOString(), new Date(question.period.to).toISOString()];
    const { id } = await exportRegister(db, actor, { from, to, rows });
    return new Response(registerCsv(rows), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="waybill-register-${to.slice(0, 10)}-${id}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
