"use client";

import { Component, type ReactNode } from "react";
import { cn } from "../ui/cn";
import { ErrorState } from "../ui/error-state";
import { PanelHead } from "./panel-head";

/** One panel that fails leaves the others standing. */
export class PanelGuard extends Component<
  { question: string; className?: string | undefined; children: ReactNode },
  { error?: Error & { digest?: string } }
> {
  override state: { error?: Error & { digest?: string } } = {};
  static getDerivedStateFromError(error: Error & { digest?: string }) {
    // redirect() and forbidden() travel as errors and are not ours to keep.
    if (error.digest?.startsWith("NEXT_")) throw error;
    return { error };
  }
  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <section className={cn("panel rounded-lg border bg-surface", this.props.className)}>
        <PanelHead question={this.props.question} />
        <ErrorState title="This panel could not be filled" reference={error.digest} />
      </section>
    );
  }
}
