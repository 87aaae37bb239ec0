/** Names from many places, for people who do not exist. A Latin form follows a slash where a username needs one. */

interface Place {
  given: readonly string[]
  family: readonly string[]
  /** The family name stands first. */
  isFamilyFirst?: true
}

const place = (given: string, family: string, order: Pick<Place, 'isFamilyFirst'> = {}): Place => ({
  given: given.split(' '),
  family: family.split(' '),
  ...order,
})

export const places: readonly Place[] = [
  place(
    'Marija Luka Petra Ivan Nika Filip Tena Domagoj Iva Jakov',
    'Horvat Babić Marić Jurić Novak Perić Vuković Šimić Đurić',
  ),
  place(
    'Kwame Akosua Kofi Efua Yaw Abena Kojo Adwoa Esi Nana',
    'Mensah Asante Boateng Owusu Agyeman Adjei Darko Frimpong',
  ),
  place(
    'Camille Hugo Inès Théo Manon Élise Noé Zoé Loïc Anaïs',
    'Dubois Lefèvre Moreau Girard Fournier Besançon Roux Guérin',
  ),
  place(
    'Ayşe Mehmet Zeynep Çağla Ömer İrem Barış Şule Deniz Oğuz',
    'Demir Kaya Şahin Çelik Öztürk Aydın Arslan Doğan Güneş',
  ),
  place(
    'Łukasz Agnieszka Michał Zofia Paweł Małgorzata Jan Kinga',
    'Nowicki Zieliński Wójcik Kamińska Lewandowski Dąbrowski',
  ),
  place(
    'Sofía Mateo Lucía Joaquín Ximena Íñigo Belén Andrés Noelia',
    'García Muñoz Ibáñez Peña Rodríguez Ríos Quintero Vázquez',
  ),
  place(
    'Beatriz João Inês Tomás Luísa Caetano Marta Gonçalo Rita',
    'Silva Araújo Gonçalves Conceição Ferreira Simões Magalhães',
  ),
  place(
    'Ingrid Søren Åsa Bjørn Liv Jørgen Märta Øyvind Sigrid',
    'Lindström Ødegård Sørensen Håkansson Nygård Bergström Lund',
  ),
  place(
    'Amina Chidi Ngozi Emeka Folake Tunde Yetunde Ifeoma Sade',
    'Okafor Adeyemi Balogun Eze Nwosu Okonkwo Abubakar Ojo',
  ),
  place(
    'Aarav Priya Rohan Ananya Vikram Meera Ishaan Kavya Arjun',
    'Sharma Iyer Patel Banerjee Reddy Kulkarni Menon Chopra',
  ),
  place(
    'Oliver Grace Callum Niamh Rhys Freya Declan Isla Owen Maeve',
    'Whitfield MacLeod Byrne Prescott Ashdown Gallagher Penrose',
  ),
  place('Nguyệt Minh Linh Tuấn Hương Đức Trang Quang Thảo Khánh', 'Nguyễn Trần Phạm Lê Hoàng Đặng Bùi Vũ', {
    isFamilyFirst: true,
  }),
  place(
    '美咲/misaki 健太/kenta さくら/sakura 蓮/ren 陽菜/hina 悠斗/yuto 葵/aoi 直樹/naoki',
    '佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 渡辺/watanabe 中村/nakamura',
    { isFamilyFirst: true },
  ),
  place(
    '明/ming 丽/li 伟/wei 静/jing 磊/lei 芳/fang 浩然/haoran 雨桐/yutong',
    '王/wang 李/li 张/zhang 刘/liu 陈/chen 赵/zhao 黄/huang',
    { isFamilyFirst: true },
  ),
  place(
    '지우/jiwoo 민준/minjun 서연/seoyeon 하준/hajun 은지/eunji 도윤/doyun',
    '김/kim 이/lee 박/park 최/choi 정/jung 강/kang',
    { isFamilyFirst: true },
  ),
  place(
    'ליאת/liat נועם/noam תמר/tamar איתי/itay שירה/shira יונתן/yonatan',
    'כהן/cohen לוי/levy מזרחי/mizrahi פרץ/peretz ביטון/biton דהן/dahan',
  ),
  place(
    'ليلى/layla عمر/omar نور/nour يوسف/yusuf سلمى/salma كريم/karim',
    'حداد/haddad خوري/khoury منصور/mansour نجار/najjar شريف/sharif',
  ),
  place(
    'Анна/anna Дмитро/dmytro Олена/olena Богдан/bohdan Ірина/iryna Тарас/taras',
    'Шевченко/shevchenko Коваль/koval Бондар/bondar Мельник/melnyk Ткач/tkach',
  ),
  place(
    'Ελένη/eleni Νίκος/nikos Μαρία/maria Γιώργος/giorgos Δάφνη/dafni',
    'Παππάς/pappas Νικολάου/nikolaou Βλάχος/vlachos Ρήγας/rigas',
  ),
]
