import { listJournal } from "../../db/journal";
import { guard } from "../../model/role";
import type { Timeline } from "../answer";
import { defineView } from "../view";

const shown = 6;

export const auditorJournal = defineView<Timeline>({
  id: "auditor-journal",
  question: "What did people do last?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const { from, to } = q.noted ?? q.period;
    const period = { from: new Date(from), to: new Date(to) };
    const { entries, next } = await listJournal(db, period, { limit: shown });
    return {
      answer: {
        form: "timeline",
        entries: entries.map((e) => ({
          at: e.at.getTime(),
          title: `${e.action} by ${e.actorName}`,
          detail: `${e.subject} · entry ${e.id}, as ${e.actorRole}`,
          link: `/journal?${new URLSearchParams({ action: e.action, subject: e.subject })}`,
        })),
      },
      coverage: {
        basis: next === undefined ? `${entries.length} entries in the period` : `the newest ${shown} of the period`,
        notes: ["each was written in the transaction of the change itself"],
      },
      ...(entries.length === 0
        ? {
            empty: {
              why: "Nobody changed, exported or looked into anything in this period.",
              action: { label: "The whole journal", href: "/journal" },
            },
          }
        : {}),
    };
  },
});
