import { AnswerPanel } from "@/components/answers/answer-panel";
import { ConformityPanel } from "@/components/ciso/conformity-panel";
import { MeasureTabs } from "@/components/page/measure-tabs";
import { getDb } from "@/lib/db/client";
import type { Actor } from "@/lib/model/role";
import type { PageParams } from "@/lib/report/question";
import type { Question } from "@/lib/report/view";
import { cisoActivity } from "@/lib/report/views/ciso-activity";
import { cisoBlocked } from "@/lib/report/views/ciso-blocked";
import { cisoConfirmations } from "@/lib/report/views/ciso-confirmations";
import { cisoConformity } from "@/lib/report/views/ciso-conformity";
import { cisoCoverage } from "@/lib/report/views/ciso-coverage";
import { cisoUnits } from "@/lib/report/views/ciso-units";
import { cisoViolations } from "@/lib/report/views/ciso-violations";

/** Six panels: every question is asked at once, and each is answered on its own. */
export function Panels({ actor, q, params }: { actor: Actor; q: Question; params: PageParams }) {
  const db = getDb();
  return (
    <div className="grid gap-4 lg:grid-cols-12">
      <ConformityPanel
        question={cisoConformity.question}
        conformity={cisoConformity.answer(db, actor, q)}
        activity={cisoActivity.answer(db, actor, q)}
        actions={<MeasureTabs path="/ciso" params={params} />}
        className="lg:col-span-7"
      />
      <div className="grid content-stretch gap-4 lg:col-span-5">
        <AnswerPanel question={cisoUnits.question} answer={cisoUnits.answer(db, actor, q)} hold="13rem" />
        <AnswerPanel question={cisoBlocked.question} answer={cisoBlocked.answer(db, actor, q)} hold="20rem" />
      </div>
      <AnswerPanel
        question={cisoViolations.question}
        answer={cisoViolations.answer(db, actor, q)}
        className="lg:col-span-12"
        hold="26rem"
      />
      <AnswerPanel question={cisoCoverage.question} answer={cisoCoverage.answer(db, actor, q)} className="lg:col-span-7" hold="24rem" />
      <AnswerPanel
        question={cisoConfirmations.question}
        answer={cisoConfirmations.answer(db, actor, q)}
        className="lg:col-span-5"
        hold="24rem"
      />
    </div>
  );
}
