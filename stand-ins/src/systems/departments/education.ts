/** The education bureau's database, MySQL: who graduated where, and which schools a road belongs to. */
import { certificatesOf, type Degree, schoolDistrictsOn } from "../../lives/index.ts";
import { createDatabaseDepartment } from "../../sql/department.ts";
import { createMysqlServer } from "../../sql/mysql-server.ts";
import type { SqlViews } from "../../sql/views.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay, spacedTime } from "./writing.ts";

/** GB/T 4658. */
const LEVELS: Record<Degree, string> = { doctor: "11", master: "14", bachelor: "21", "junior-college": "31", "senior-high": "61" };

export function createEducation(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const updatedAt = () => spacedTime(timeOf(surroundings));
  const views: SqlViews = {
    v_certificate: {
      columns: ["id_number", "cert_no", "level_code", "school_name", "major_name", "graduate_date", "updated_at"].map((name) => ({ name, type: "text" })),
      key: "id_number",
      rows(idNumber) {
        const person = findResident(surroundings, idNumber);
        const certificates = person ? certificatesOf(world, person, todayIn(surroundings)) : [];
        return certificates.map(({ level, school, major, graduatedOn, number }) => ({
          id_number: idNumber, cert_no: number, level_code: LEVELS[level], school_name: school, major_name: major ?? null, graduate_date: compactDay(graduatedOn), updated_at: updatedAt(),
        }));
      },
    },
    v_school_district: {
      columns: ["district_name", "road_name", "community_name", "primary_school", "middle_school", "remark", "updated_at"].map((name) => ({ name, type: "text" })),
      key: "road_name",
      rows: (road) => schoolDistrictsOn(world, city, road).map(({ district, community, primarySchool, middleSchool, note }) => ({
        district_name: district, road_name: road, community_name: community, primary_school: primarySchool, middle_school: middleSchool, remark: note, updated_at: updatedAt(),
      })),
    },
  };
  return createDatabaseDepartment({ city, id: "education", title: "教育数据中心 Education", database: `${city}_edu`, views, create: createMysqlServer });
}
