import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  Color,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MetricName } from '../lambdas/runtime/log-events.ts';
import { houseMetric } from './house-alarm.ts';
import type { PipelineMachine } from './pipeline-machine.ts';

export interface OfficeDashboardProps {
  readonly machines: Readonly<Record<string, PipelineMachine>>;
  readonly undelivered: Queue;
}

const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
/** The whole width of a dashboard. */
const WIDTH = 24;

const INTRODUCTION = `# ansinh: toàn cảnh chi trả
Số liệu của các kỳ đang mở, cập nhật mỗi giờ. **Ô đỏ ở mục Cảnh báo**: mở \`docs/runbook.md\`, mục cùng tên ghi trong nội dung cảnh báo. Xem từng đơn vị, từng khoản: \`ansinh status\`.`;

/** One page for the office's engineer: how the month stands, what waits, whether the registry and the machines are well. */
export class OfficeDashboard extends Construct {
  constructor(scope: Construct, id: string, { machines, undelivered }: OfficeDashboardProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const now = (name: MetricName, label: string) => houseMetric(this, name, Stats.MAXIMUM, HOUR).with({ label });
    const sum = (name: MetricName, label: string, color?: string) =>
      houseMetric(this, name, Stats.SUM, FIVE_MINUTES).with({ label, ...(color && { color }) });
    const figures = (title: string, metrics: IMetric[]) =>
      new SingleValueWidget({ title, metrics, width: WIDTH, height: 3 });
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: WIDTH / 2, height: 6, leftYAxis: { min: 0 } });
    /** Every function of the stack, whatever is added later. */
    const functions = (metric: string, statistic: string) =>
      new MathExpression({
        expression: `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metric}" FunctionName="${stackName}-"', '${statistic}', 300)`,
        label: '',
        usingMetrics: {},
        period: FIVE_MINUTES,
      });
    const ofMachines = (metricOf: (machine: PipelineMachine['machine']) => IMetric) =>
      Object.values(machines).map(({ machine }) => metricOf(machine));
    const alarms = Stack.of(this)
      .node.findAll()
      .filter((one) => one instanceof Alarm);

    new Dashboard(this, 'Office', {
      dashboardName: stackName,
      defaultInterval: Duration.days(7),
      widgets: [
        [new TextWidget({ markdown: INTRODUCTION, width: WIDTH, height: 3 })],
        [
          figures('Danh sách của kỳ mới nhất', [
            now('ListsMissing', 'Đơn vị chưa gửi'),
            now('ListsWaiting', 'Danh sách đang chờ'),
            now('OldestListHours', 'Chờ lâu nhất (giờ)'),
            now('ListsOverdue', 'Chờ quá lâu'),
            now('RowsHeld', 'Dòng tạm giữ'),
            now('DaysToListDeadline', 'Còn bao nhiêu ngày gửi'),
          ]),
        ],
        [
          figures('Tiền và việc chờ quyết định', [
            now('OutstandingDong', 'Đồng chờ kết quả'),
            now('DaysToResultsDeadline', 'Còn bao nhiêu ngày trả kết quả'),
            now('PaymentsUnknown', 'Khoản chưa rõ kết quả'),
            now('ExceptionsOpen', 'Ngoại lệ chờ quyết định'),
            now('ApprovalsWaiting', 'Đợt chờ phê duyệt'),
            now('OldestApprovalHours', 'Chờ phê duyệt (giờ)'),
            now('DeadlinesMissed', 'Hạn đã quá'),
          ]),
        ],
        [new AlarmStatusWidget({ title: 'Cảnh báo', alarms, width: WIDTH, height: 5 })],
        [
          graph(
            'CSDL dân cư: lượt gọi',
            [sum('RegistryCalls', 'Lượt gọi'), sum('RegistryErrors', 'Gọi lại', Color.ORANGE)],
            [sum('RegistryThrottled', 'Bị hạn chế (429)'), sum('RegistryFailures', 'Không trả lời', Color.RED)],
          ),
          graph('CSDL dân cư: lượt gọi chậm nhất (mili giây)', [
            houseMetric(this, 'RegistrySlowest', Stats.p(50), FIVE_MINUTES).with({ label: 'một nửa nhanh hơn' }),
            houseMetric(this, 'RegistrySlowest', Stats.MAXIMUM, FIVE_MINUTES).with({
              label: 'chậm nhất',
              color: Color.RED,
            }),
          ]),
        ],
        [
          graph('Kết quả chi trả đã ghi nhận (khoản)', [
            sum('PaymentsPaid', 'Đã chi', Color.GREEN),
            sum('PaymentsFailed', 'Không thành công', Color.RED),
            sum('PaymentsReturned', 'Hoàn trả', Color.ORANGE),
          ]),
          graph('Đồng chờ kết quả', [now('OutstandingDong', 'Đồng')], [now('ExceptionsOpen', 'Ngoại lệ')]),
        ],
        [
          graph('Quy trình lỗi', [
            ...ofMachines((machine) => machine.metricFailed({ period: FIVE_MINUTES })),
            ...ofMachines((machine) => machine.metricTimedOut({ period: FIVE_MINUTES })),
          ]),
          graph(
            'Quy trình: thời gian (mili giây)',
            ofMachines((machine) => machine.metricTime({ statistic: Stats.p(95), period: HOUR })),
          ),
        ],
        [
          graph('Hàm: lỗi và bị hạn chế', [functions('Errors', 'Sum'), functions('Throttles', 'Sum')]),
          graph('Hàm: thời gian chạy lâu nhất (mili giây)', [functions('Duration', 'Maximum')]),
        ],
        [
          graph('Không chuyển được (hàng đợi Undelivered)', [
            undelivered.metricApproximateNumberOfMessagesVisible({ label: 'Tin đang chờ xử lý' }),
          ]),
          graph('Tệp bị từ chối, tổng kiểm soát bị lệch', [
            sum('ListsRefused', 'Tệp bị từ chối'),
            sum('ControlTotalsBroken', 'Tổng kiểm soát lệch', Color.RED),
            sum('StoreThrottled', 'Bảng bị hạn chế', Color.ORANGE),
          ]),
        ],
      ],
    });
  }
}
