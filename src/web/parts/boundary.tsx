// A page that cannot be loaded or drawn: that is said in its place, and what stands around it goes on.
import { Component, type ReactNode } from 'react';

export interface BoundaryProps {
  children: ReactNode;
  told: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.told : this.props.children;
  }
}
