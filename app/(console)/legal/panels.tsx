import { AnswerPanel } from "@/components/answers/answer-panel";
import { OnlyCountry } from "@/components/legal/only-country";
import { getDb } from "@/lib/db/client";
import type { Actor } from "@/lib/model/role";
import { homeHref } from "@/lib/report/home-href";
import type { Question } from "@/lib/report/view";
import { legalBasis } from "@/lib/report/views/legal-basis";
import { legalGeo } from "@/lib/report/views/legal-geo";
import { legalMap } from "@/lib/report/views/legal-map";
import { legalNew } from "@/lib/report/views/legal-new";
import { legalTransfers } from "@/lib/report/views/legal-transfers";

/** Five panels: where, what, what breaks policy, what lacks a basis, what is new. */
export function Panels({ actor, q }: { actor: Actor; q: Question }) {
  const db = getDb();
  const country = q.params?.["country"];
  return (
    <div className="grid gap-4 lg:grid-cols-12">
      <AnswerPanel question={legalMap.question} answer={legalMap.answer(db, actor, q)} className="lg:col-span-12" hold="32rem" />
      <AnswerPanel
        question={legalTransfers.question}
        answer={legalTransfers.answer(db, actor, q)}
        actions={country && <OnlyCountry country={country} all={homeHref("/legal", q)} />}
        className="lg:col-span-12"
        height="34rem"
        hold="40rem"
      />
      <AnswerPanel
        id="legal-geo"
        question={legalGeo.question}
        answer={legalGeo.answer(db, actor, q)}
        className="lg:col-span-12"
        height="34rem"
        hold="14rem"
      />
      <AnswerPanel
        id="legal-basis"
        question={legalBasis.question}
        answer={legalBasis.answer(db, actor, q)}
        className="lg:col-span-12"
        height="34rem"
        hold="30rem"
      />
      <AnswerPanel
        id="legal-new"
        question={legalNew.question}
        answer={legalNew.answer(db, actor, q)}
        className="lg:col-span-12"
        height="34rem"
        hold="14rem"
      />
    </div>
  );
}
