"""baogao: annotation of Chinese government work reports (政府工作报告)."""
